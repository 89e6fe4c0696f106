import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GoogleDouble } from '@stowbase/storage/testing';
import { entry, finished, type CliRun } from './built-cli';

/** The command line, built to ask a double of Google, with a destination `google_drive:` that somebody has signed in to. */
export interface GoogleCli {
  readonly google: GoogleDouble;
  /** Where it is at work. */
  readonly folder: string;
  /** Client secret and refresh token: what nothing may ever show. */
  readonly secrets: readonly string[];
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliRun>;
  /** Names of what is in Drive and is no backup: unfinished sessions, files that nobody published. */
  leftovers(): string[];
  close(): Promise<void>;
}

const bundler = join(entry, '../build/test-cli.mjs');

export async function googleCli(): Promise<GoogleCli> {
  const folder = await mkdtemp(join(tmpdir(), 'stowbase-google-'));
  const bundle = join(folder, 'program/main.mjs');
  const program = 'apps/cli/src/testing/google-main.ts';
  const [google] = await Promise.all([
    GoogleDouble.start(),
    promisify(execFile)(process.execPath, [bundler, program, bundle]),
  ]);
  const client = google.oauth.addClient();
  const scope = 'https://www.googleapis.com/auth/drive.file';
  const refreshToken = google.oauth.consent(client, google.oauth.signedInAs, scope);
  const set = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
    STOWBASE_TEST_ENDPOINTS: JSON.stringify(google.endpoints),
    STOWBASE_STATE_DIR: join(folder, 'state'),
    GOOGLE_DRIVE_CLIENT_ID: client.id,
    GOOGLE_DRIVE_CLIENT_SECRET: client.secret,
    GOOGLE_DRIVE_REFRESH_TOKEN: refreshToken,
  };
  return {
    google,
    folder,
    secrets: [client.secret, refreshToken],
    run: (args, env = {}) =>
      finished(spawn(process.execPath, [bundle, ...args], { env: { ...set, ...env }, cwd: folder, stdio: 'pipe' })),
    leftovers() {
      const { drive, uploads } = google;
      const sessions = [...uploads.sessions.values()].filter(({ file }) => file === null).map(({ id }) => id);
      const files = [...drive.files.values()].filter(({ content, appProperties }) => {
        const isBackup = [...appProperties.values()].some(({ stowbase }) => stowbase === 'object');
        return content !== null && !isBackup;
      });
      return [...sessions, ...files.map(({ name }) => name)];
    },
    close: async () => {
      await google.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
