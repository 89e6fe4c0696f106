import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fixtureSource } from '@stowbase/dump/testing';
import type { FixtureSource } from '@stowbase/dump/testing';
import { fingerprint, unexplainedDifferences } from '@stowbase/postgres/testing';
import type { Fingerprint } from '@stowbase/postgres/testing';
import { finished, startStowbase, stowbase } from '../testing/built-cli';
import type { CliRun } from '../testing/built-cli';
import { join } from 'node:path';
import { targetDatabase } from '../testing/target-database';
import type { TargetDatabase } from '../testing/target-database';

let source: FixtureSource;
let original: Fingerprint;
let file: string;
let folder: string;
let target: TargetDatabase;
let before: Fingerprint;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-stopped-'));
  source = await fixtureSource({ fixture: 'plain' });
  original = await fingerprint(source.server.settings('supabase_admin', 'postgres'));
  ({ file } = await source.backup());
}, 120_000);
afterAll(async () => {
  await source.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  target = await targetDatabase();
  before = await target.fingerprint();
}, 60_000);
afterEach(async () => {
  await target.server.stop();
});

const env = () => ({ TARGET_DATABASE_URL: target.url });

/** Restores until it waits for a table that another session keeps from being written, then stops it. */
async function stopped(args: string[], signal: NodeJS.Signals): Promise<CliRun> {
  return await target.server.with(target.server.superuser.user, 'postgres', async (client) => {
    await client.query('BEGIN; LOCK TABLE auth.users IN SHARE MODE');
    const child = startStowbase(['restore', file, '--yes-restore-into', 'postgres', '--quiet', ...args], {
      env: env(),
    });
    let running = true;
    const result = finished(child).finally(() => (running = false));
    const waiting = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'auth.users'::regclass";
    while (running && (await client.query(waiting)).rowCount === 0);
    child.kill(signal);
    const run = await result;
    await client.query('ROLLBACK');
    return run;
  });
}

/** A server may take a moment to notice that its client is gone. */
async function sessionsEnded(): Promise<void> {
  await target.server.with(target.server.superuser.user, 'postgres', async (client) => {
    const others = "SELECT FROM pg_stat_activity WHERE usename = 'postgres' AND pid <> pg_backend_pid()";
    while ((await client.query(others)).rowCount !== 0);
  });
}

describe('a restore that is stopped (P-RESTORE-73)', () => {
  it.each([
    ['SIGINT', 130, /^Interrupted\..*target is as it was.*\[CANCELLED\]\n$/],
    ['SIGTERM', 143, /^Stopped from outside\..*target is as it was.*\[CANCELLED\]\n$/],
  ] as const)('in one transaction, by %s: the target is as it was', async (signal, code, sentence) => {
    const run = await stopped([], signal);
    expect(run.stderr).toMatch(sentence);
    expect(run).toMatchObject({ code, stdout: '' });
    await sessionsEnded();
    expect(await target.fingerprint()).toEqual(before);
  });

  it('in steps: it says that the schemas stay closed, and --resume finishes it', async () => {
    const run = await stopped(['--jobs', '2'], 'SIGINT');
    expect(run.stderr).toMatch(/^Interrupted\..*closed.*--resume.*\[CANCELLED\]\n$/);
    expect(run).toMatchObject({ code: 130, stdout: '' });
    await sessionsEnded();
    const again = ['restore', file, '--yes-restore-into', 'postgres', '--quiet'];
    expect(await stowbase(again, { env: env() })).toMatchObject({ code: 1, stdout: '' });
    const resumed = await stowbase([...again, '--resume'], { env: env() });
    expect(resumed).toMatchObject({ code: 0, stderr: '' });
    expect(unexplainedDifferences('plain', original, await target.fingerprint())).toEqual({ missing: [], added: [] });
  });
});
