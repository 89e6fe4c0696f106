import type { Archive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { fingerprint, loadFixture, unexplainedDifferences, type Fingerprint } from '@stowbase/postgres/testing';
import { readRecord } from './record/restore-record';
import { openFile, stepTarget, type StepRestore, type StepTarget } from './testing/step-target';
import { claimed, found } from './testing/what-is-there';

/** How many steps it may do before it is killed again: in the long form each one is its last. */
const stepsOfLife = process.env['STOWBASE_TEST_ALL'] === '1' ? 1 : 6;

/** What a process that died can leave behind is looked at after each death; then the restore goes on. */
describe('a restore in steps that is killed', () => {
  let source: FixtureSource;
  let archive: Archive;
  let other: Archive;
  let before: Fingerprint;
  let target: StepTarget;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql('CREATE TABLE public.of_the_other (a integer)');
    other = await openFile((await source.backup()).file);
    await source.sql('DROP TABLE public.of_the_other');
    await loadFixture(source.server, 'torture', { smaller: true });
    archive = await openFile((await source.backup()).file);
    before = await fingerprint(source.server.settings('supabase_admin', 'postgres'));
  }, 60_000);
  afterAll(async () => {
    await archive.close();
    await other.close();
    await source.stop();
  });
  beforeEach(async () => {
    target = await stepTarget('supabase');
  });
  afterEach(() => target.stop());

  const finger = (): Promise<Fingerprint> => fingerprint(target.server.settings(target.admin, 'postgres'));

  /** Lets it be killed and go on until it ends well; gives how often it was killed. */
  async function killUntilDone(plan: () => StepRestore): Promise<number> {
    for (let deaths = 0; ; deaths++) {
      const record = await target.asAdmin(readRecord);
      const error = await target
        .restore(archive, { resume: record !== null, smallTable: 0, lockWaitSeconds: 10, ...plan() })
        .then(
          () => null,
          (cause: unknown) => cause,
        );
      if (error === null) return deaths;
      expect(error).toMatchObject({ closedSchemas: expect.arrayContaining(['public', 'authors', 'pgmq']) as unknown });
      await target.asAdmin(async (client) => {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ'); // a commit may still be under way
        const left = await readRecord(client);
        expect(await found(archive, client)).toEqual(await claimed(archive, left!));
      });
    }
  }

  it('P-RESTORE-52 between two steps says exactly what is done, and goes on to an equal end', async () => {
    const survived = new Set<string>();
    const deaths = await killUntilDone(() => {
      let steps = 0;
      return {
        onStep({ step }) {
          if (step === 'end' || (++steps < stepsOfLife && survived.has(step))) return;
          survived.add(step);
          target.kill();
        },
      };
    });
    expect([...survived]).toEqual(['definitions', 'rows', 'key', 'round']);
    expect(deaths).toBeGreaterThan(100 / stepsOfLife);
    expect(unexplainedDifferences('torture', before, await finger())).toEqual({ missing: [], added: [] });
  }, 240_000);

  it('P-RESTORE-52 in the middle of a step says exactly what is done, and goes on to an equal end', async () => {
    const deaths = await killUntilDone(() => {
      let steps = 0;
      return {
        onStep: () => void steps++,
        onSent: () => {
          if (steps >= stepsOfLife) target.kill();
        },
      };
    });
    expect(deaths).toBeGreaterThan(100 / (stepsOfLife + 3));
    expect(unexplainedDifferences('torture', before, await finger())).toEqual({ missing: [], added: [] });
  }, 240_000);

  it('P-RESTORE-53 in its first step leaves the target as it was', async () => {
    const empty = await finger();
    let sent = 0;
    const restore = target.restore(archive, {
      onSent: () => {
        if (++sent === 3) target.kill();
      },
    });
    await expect(restore).rejects.not.toHaveProperty('closedSchemas');
    expect(await target.asAdmin(readRecord)).toBeNull();
    expect(await finger()).toEqual(empty);
    await expect(target.restore(archive, { resume: true })).rejects.toMatchObject({ code: 'RESUME_NOTHING' });
  }, 60_000);

  it('P-RESTORE-54 takes no other archive, no other parts, and nothing without being asked to go on', async () => {
    const kill: StepRestore = { onStep: () => target.kill() };
    await expect(target.restore(archive, kill)).rejects.toMatchObject({ code: 'RESTORE_INTERRUPTED' });

    await expect(target.restore(archive)).rejects.toMatchObject({
      code: 'RESTORE_UNFINISHED',
      closedSchemas: expect.arrayContaining(['public']) as unknown,
    });
    for (const resume of [false, true]) {
      await expect(target.restore(other, { resume })).rejects.toMatchObject({ code: 'RESTORE_OTHER_ARCHIVE' });
    }
    const members = archive.members.filter(({ kind }) => kind === 'data');
    await expect(target.restore(archive, { resume: true, script: { members } })).rejects.toMatchObject({
      code: 'RESUME_OTHER_PARTS',
    });
    await target.restore(archive, { resume: true });
    expect(unexplainedDifferences('torture', before, await finger())).toEqual({ missing: [], added: [] });
  }, 60_000);
});
