import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSmallArchive } from '@stowbase/archive/testing';
import { fingerprint, freshTarget, unexplainedDifferences, type ScratchServer } from '@stowbase/postgres/testing';
import { driveErrors } from '@stowbase/storage/testing';
import { entry, stowbase, type CliRun } from '../testing/built-cli';
import { googleCli, type GoogleCli } from '../testing/google-cli';
import { containing, matching } from '../testing/matchers';
import { targetDatabase } from '../testing/target-database';

let cli: GoogleCli;
let source: ScratchServer;
let file: string;
beforeAll(async () => {
  [cli, source] = await Promise.all([googleCli(), freshTarget({ fixture: 'plain' })]);
}, 120_000);
afterAll(async () => {
  await Promise.all([cli.close(), source.stop()]);
});

/** What it printed has no secret in it. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliRun> {
  const ran = await cli.run(args, env);
  for (const secret of cli.secrets) expect(ran.stdout + ran.stderr).not.toContain(secret);
  return ran;
}
const json = ({ stdout }: CliRun): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;
const backUp = (): Promise<CliRun> =>
  run(['backup', '--out', 'google_drive:nightly/', '--json'], {
    SOURCE_DATABASE_URL: `${source.url('postgres', 'postgres')}?sslmode=disable`,
  });
const keys = async (): Promise<string[]> =>
  (json(await run(['list', 'google_drive:', '--json']))['objects'] as { key: string }[]).map(({ key }) => key);

describe('P-CLI-39 an archive in Google Drive, from the command line', () => {
  it('is made there, listed, inspected and verified', async () => {
    const made = await backUp();
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const { file: place, archive } = json(made) as { file: string; archive: { sha256: string } };
    file = place;
    expect(file).toMatch(/^google_drive:nightly\/postgres_.*\.tar$/);
    expect(await keys()).toEqual([file.replace('google_drive:', '')]);
    expect(await run(['inspect', file])).toMatchObject({ code: 0, stderr: '' });
    const verified = await run(['verify', file, '--deep']);
    expect(verified).toMatchObject({ code: 0, stderr: '', stdout: containing(archive.sha256) });
    expect(cli.leftovers()).toEqual([]);
  }, 60_000);

  it('is restored straight from there: the database is as it was', async () => {
    const target = await targetDatabase();
    try {
      const original = await fingerprint(source.settings(source.superuser.user, 'postgres'));
      const restored = await run(['restore', file, '--yes-restore-into', 'postgres'], {
        TARGET_DATABASE_URL: target.url,
      });
      expect(restored).toMatchObject({ code: 0, stdout: containing('Restored: ') });
      expect(unexplainedDifferences('plain', original, await target.fingerprint())).toEqual({ missing: [], added: [] });
    } finally {
      await target.server.stop();
    }
  }, 60_000);

  it('is extracted, and copied from there and back, byte for byte', async () => {
    expect(await run(['extract', file, '--to', 'plain'])).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(join(cli.folder, 'plain'))).toContain('contents.json');
    expect(await run(['copy', file, 'down.tar'])).toMatchObject({ code: 0, stderr: '' });
    expect(await run(['copy', 'down.tar', 'google_drive:again/up.tar'])).toMatchObject({ code: 0, stderr: '' });
    expect(await run(['copy', 'google_drive:again/up.tar', 'again.tar'])).toMatchObject({ code: 0 });
    expect(await readFile(join(cli.folder, 'again.tar'))).toEqual(await readFile(join(cli.folder, 'down.tar')));
    expect(await run(['copy', 'down.tar', 'google_drive:again/up.tar'])).toMatchObject({
      code: 2,
      stderr: containing('[OUTPUT_EXISTS]'),
    });
    expect(cli.leftovers()).toEqual([]);
  }, 60_000);

  it('that is damaged is not copied there', async () => {
    const whole = await buildSmallArchive();
    const before = await keys();
    await writeFile(join(cli.folder, 'cut.tar'), whole.subarray(0, whole.length - 2048));
    expect(await run(['copy', 'cut.tar', 'google_drive:cut.tar'])).toMatchObject({
      code: 4,
      stderr: matching(/not a complete backup/),
    });
    expect([await keys(), cli.leftovers()]).toEqual([before, []]);
  });

  it('F28 F56 is not left behind by a Drive that is full, or a sign-in that was taken back: each is said', async () => {
    const before = await keys();
    cli.google.faults.plan('chunk', { kind: 'error', error: driveErrors.full() }, { times: 9 });
    expect(await backUp()).toMatchObject({ code: 1, stderr: containing('[STORAGE_FULL]') });
    cli.google.faults.clear();
    expect([await keys(), cli.leftovers()]).toEqual([before, []]);
    cli.google.oauth.revoke(cli.google.oauth.signedInAs);
    expect(await run(['list', 'google_drive:'])).toMatchObject({ code: 1, stderr: containing('[REAUTH_REQUIRED]') });
  }, 60_000);
});

it('P-CLI-39 the command line that people get knows no way to another address than that of Google', async () => {
  await stowbase(['--version']); // Builds it where that was not done.
  const folder = join(entry, '../../dist/apps/cli');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const built = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  // A long line is broken within a text, too.
  const isThere = (text: string): boolean => built.some((source) => source.replaceAll('\\\n', '').includes(text));
  expect(['https://oauth2.googleapis.com/token', 'STOWBASE_TEST_ENDPOINTS'].map(isThere)).toEqual([true, false]);
});
