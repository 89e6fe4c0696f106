import { jest } from '@jest/globals';
import { fileSource, generateIdentity, openArchive, type Archive } from '@stowbase/archive';
import { differentByNature, fixtureSource, mergeMemberships, type FixtureSource } from '@stowbase/dump/testing';
import type { ConnectionSettings } from '@stowbase/postgres';
import {
  diffFingerprints,
  fingerprint,
  freshTarget,
  startScratchServer,
  unexplainedDifferences,
  withoutGrantors,
  type Fingerprint,
  type FixtureName,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import type { RestorePlan } from './plan/restore-plan';
import type { RestoreRequest } from './request';
import { runRestore } from './run-restore';

jest.setTimeout(120_000);

const request = (
  archive: Archive,
  target: ConnectionSettings,
  change: Partial<RestoreRequest> = {},
): RestoreRequest => ({
  ...{ archive, target, mode: 'empty', only: [], confirmation: target.database, jobs: 1 },
  ...change,
});
const nothing = { missing: [], added: [] };

/** A role of its own that owns a database and has no other right. */
async function ownerOf(server: ScratchServer): Promise<ConnectionSettings> {
  await server.with('dba', 'postgres', async (client) => {
    await client.query(`CREATE ROLE ann LOGIN PASSWORD 'of-ann'`);
    await client.query('CREATE DATABASE shop OWNER ann');
  });
  server.passwords.set('ann', 'of-ann');
  return server.settings('ann', 'shop');
}

describe.each<FixtureName>(['plain', 'torture'])('a backup of the %s fixture goes back', (fixture) => {
  let source: FixtureSource;
  let original: Fingerprint;
  let file: string;
  let sealed: string;
  let identity: string;
  beforeAll(async () => {
    source = await fixtureSource({ fixture, smaller: true });
    original = await fingerprint(source.server.settings('supabase_admin', 'postgres'));
    file = (await source.backup()).file;
    const key = await generateIdentity();
    identity = key.identity;
    sealed = (await source.backup({ recipients: [key.recipient] })).file;
  });
  afterAll(() => source.stop());

  const open = (encrypted = false): Promise<Archive> =>
    openArchive(fileSource(encrypted ? sealed : file), encrypted ? { identity: [identity] } : {});

  it.each([
    ['in one transaction', 1, false],
    ['in one transaction, encrypted', 1, true],
    ['in steps', 2, false],
    ['in steps, encrypted', 2, true],
  ])('P-RESTORE-78 %s into a new project, and nothing is lost', async (_title, jobs, encrypted) => {
    const target = await freshTarget();
    try {
      const archive = await open(encrypted);
      const report = await runRestore(request(archive, target.settings('postgres', 'postgres'), { jobs }));
      expect(report).toMatchObject({ status: 'done', skipped: [], inOneTransaction: jobs === 1, safetyBackup: null });
      expect(report.comparisons.filter(({ status }) => status !== 'equal')).toEqual([]);
      const restored = await fingerprint(target.settings('supabase_admin', 'postgres'));
      expect(unexplainedDifferences(fixture, original, restored)).toEqual(nothing);
      await archive.close();
    } finally {
      await target.stop();
    }
  });

  it.each([1, 2])(
    'P-RESTORE-78 with %i jobs into a plain PostgreSQL by its superuser, who is still one',
    async (jobs) => {
      const target = await startScratchServer({ superuser: 'dba' });
      try {
        const archive = await open();
        const report = await runRestore(request(archive, target.settings('dba', 'postgres'), { jobs }));
        expect(report.plan.target).toMatchObject({ kind: 'plain', superuser: true });
        expect(report.comparisons).toContainEqual(expect.objectContaining({ what: 'superuser', status: 'equal' }));
        expect(report.comparisons.filter(({ status }) => status === 'different')).toEqual([]);
        const restored = await fingerprint(target.settings('dba', 'postgres'));
        const [before, after] = [original, restored].map((lines) => mergeMemberships(withoutGrantors(lines)));
        const patterns = differentByNature('dba').map(({ pattern }) => pattern);
        expect(diffFingerprints(before ?? [], after ?? [], patterns)).toEqual(nothing);
        await archive.close();
      } finally {
        await target.stop();
      }
    },
  );

  it.each([1, 2])(
    'P-RESTORE-78 with %i jobs into a plain PostgreSQL by an owner: all rows, and what differs is named',
    async (jobs) => {
      const target = await startScratchServer({ superuser: 'dba' });
      try {
        const archive = await open();
        const report = await runRestore(request(archive, await ownerOf(target), { jobs }));
        expect(report).toMatchObject({ status: 'done_with_differences' });
        expect(report.comparisons.filter(({ status }) => status === 'different')).toEqual([]);
        expect(report.passwordsToSet).toEqual([]);
        const restored = await fingerprint(target.settings('dba', 'shop'));
        const rowsOf = (lines: Fingerprint): string[] => lines.filter((line) => line.startsWith('rows|'));
        // A column of type regrole is text where its role is not: a fingerprint has it in other quotes.
        const patterns = [...differentByNature('dba').map(({ pattern }) => pattern), /^rows\|public\.types\|/];
        expect(diffFingerprints(rowsOf(original), rowsOf(restored), patterns)).toEqual(nothing);
        await archive.close();
      } finally {
        await target.stop();
      }
    },
  );

  it.each([1, 2])('P-RESTORE-78 with %i jobs over the very project it was made of', async (jobs) => {
    const archive = await open();
    const over = source.server.settings('postgres', 'postgres');
    await source.sql('DROP SCHEMA IF EXISTS reports, pgmq CASCADE');
    const safetyBackup = () => Promise.resolve({ place: '/a.tar', fileSha256: 'ab' });
    const report = await runRestore(request(archive, over, { jobs, mode: 'replace', safetyBackup }));
    expect(report).toMatchObject({ status: 'done', safetyBackup: { place: '/a.tar' } });
    const restored = await fingerprint(source.server.settings('supabase_admin', 'postgres'));
    expect(unexplainedDifferences(fixture, original, restored)).toEqual(nothing);
    await archive.close();
  });
});

describe('before anything is changed', () => {
  let source: FixtureSource;
  let target: ScratchServer;
  let settings: ConnectionSettings;
  let archive: Archive;
  let before: Fingerprint;
  beforeAll(async () => {
    [source, target] = await Promise.all([fixtureSource({ fixture: 'plain' }), freshTarget()]);
    archive = await openArchive(fileSource((await source.backup()).file));
    settings = target.settings('postgres', 'postgres');
    before = await fingerprint(target.settings('supabase_admin', 'postgres'));
  });
  afterAll(async () => {
    await archive.close();
    await Promise.all([source.stop(), target.stop()]);
  });
  afterEach(async () => {
    expect(await fingerprint(target.settings('supabase_admin', 'postgres'))).toEqual(before);
  });

  it('H38 the confirmation is asked for when the plan is known, and must be the right one', async () => {
    const seen: RestorePlan[] = [];
    const confirm = (plan: RestorePlan): Promise<string> => {
      seen.push(plan);
      return Promise.resolve('another');
    };
    await expect(runRestore(request(archive, settings, { confirm }))).rejects.toMatchObject({
      code: 'CONFIRMATION_WRONG',
    });
    expect(seen.map(({ target: { confirmation } }) => confirmation)).toEqual(['postgres']);
    await expect(runRestore(request(archive, settings, { confirmation: 'POSTGRES' }))).rejects.toMatchObject({
      code: 'CONFIRMATION_WRONG',
    });
  });

  it('nothing is dropped without a way to save it', async () => {
    await expect(runRestore(request(archive, settings, { mode: 'replace' }))).rejects.toMatchObject({
      code: 'SAFETY_BACKUP_MISSING',
      kind: 'refused',
    });
  });

  it('P-RESTORE-74 a safety backup that fails is the end, with its own reason', async () => {
    const full = Object.assign(new Error('No space is left on the disk.'), { kind: 'output', code: 'DISK_FULL' });
    const safetyBackup = () => Promise.reject(Object.assign(full, { nextStep: 'Make room.' }));
    await expect(runRestore(request(archive, settings, { mode: 'replace', safetyBackup }))).rejects.toMatchObject({
      code: 'SAFETY_BACKUP_FAILED',
      message:
        'The safety backup of the target could not be made, so nothing was changed: No space is left on the disk.',
      nextStep: 'Make room.',
    });
  });

  it('a restore in steps goes on with 2 jobs or more', async () => {
    await expect(runRestore(request(archive, settings, { resume: true }))).rejects.toMatchObject({
      code: 'JOBS_NOT_POSSIBLE',
      kind: 'wrong-use',
    });
    await expect(runRestore(request(archive, settings, { resume: true, jobs: 2 }))).rejects.toMatchObject({
      code: 'RESUME_NOTHING',
    });
  });

  it.each(['check', 'plan', 'safety'] as const)('a cancel while it is in "%s" is said as one', async (stage) => {
    const cancel = new AbortController();
    const change: Partial<RestoreRequest> = {
      mode: 'replace',
      signal: cancel.signal,
      onProgress: (now) => {
        if (now.stage === stage) cancel.abort();
      },
      safetyBackup: () => {
        cancel.signal.throwIfAborted();
        return Promise.resolve({ place: 'nowhere', fileSha256: '' });
      },
    };
    await expect(runRestore(request(archive, settings, change))).rejects.toMatchObject({
      code: 'CANCELLED',
      message: expect.stringContaining('before anything was changed') as string,
    });
  });
});

describe('the report', () => {
  it('names what the safety backup has not, and only the passwords of roles that were made', async () => {
    const source = await fixtureSource();
    const target = await freshTarget();
    try {
      await source.sql(`CREATE ROLE old LOGIN PASSWORD 'a'; CREATE ROLE fresh LOGIN PASSWORD 'b'`);
      await target.with('postgres', 'postgres', (client) => client.query(`CREATE ROLE old LOGIN PASSWORD 'c'`));
      const archive = await openArchive(fileSource((await source.backup()).file));
      const report = await runRestore(
        request(archive, target.settings('postgres', 'postgres'), {
          mode: 'replace',
          safetyBackup: () => Promise.resolve({ place: '/a.tar', fileSha256: 'ab', gaps: ['cron (no right)'] }),
        }),
      );
      expect(report.passwordsToSet).toEqual(['fresh']);
      expect(report.safetyBackup).toMatchObject({ place: '/a.tar' });
      expect(report.warnings).toContainEqual({
        code: 'SAFETY_BACKUP_GAPS',
        text: 'The safety backup of the target has no cron (no right).',
      });
      await archive.close();
    } finally {
      await source.stop();
      await target.stop();
    }
  });
});
