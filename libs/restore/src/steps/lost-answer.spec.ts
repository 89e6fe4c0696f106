import type { Archive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { cuttingProxy, type Cut } from '../testing/cutting-proxy';
import { readRecord } from './record/restore-record';
import { openFile, stepTarget, type StepTarget } from './testing/step-target';

/** A COMMIT that is alone in its message: that of the first and the last step. */
const words = '\x0bCOMMIT\0';

describe('a step whose COMMIT gets no answer', () => {
  let source: FixtureSource;
  let target: StepTarget;
  let archive: Archive;
  beforeAll(async () => {
    source = await fixtureSource();
    await source.sql('CREATE TABLE public.t (a integer PRIMARY KEY); INSERT INTO public.t VALUES (1)');
    archive = await openFile((await source.backup()).file);
  }, 60_000);
  afterAll(async () => {
    await archive.close();
    await source.stop();
  });
  beforeEach(async () => {
    target = await stepTarget('supabase');
  });
  afterEach(() => target.stop());

  const through = async (cut: Cut, shut: boolean, resume: boolean): Promise<unknown> => {
    const proxy = await cuttingProxy(target.server.port, { words, cut, shut });
    try {
      return await target.restore(archive, { port: proxy.port, resume }).then(
        () => null,
        (error: unknown) => error,
      );
    } finally {
      proxy.close();
    }
  };
  const rows = async (): Promise<unknown> =>
    target.asAdmin(async (client) => (await client.query('SELECT a FROM public.t')).rows as unknown);
  const startAndBreakOff = async (): Promise<void> => {
    await expect(target.restore(archive, { onStep: () => target.kill() })).rejects.toMatchObject({
      code: 'RESTORE_INTERRUPTED',
    });
  };

  it('P-RESTORE-53 asks the target, and is unfinished when it was the first and was made final', async () => {
    expect(await through('after the server answered, unseen', false, false)).toMatchObject({
      code: 'RESTORE_INTERRUPTED',
      closedSchemas: ['public'],
    });
    expect(await target.asAdmin(readRecord)).toMatchObject({ phase: 'rows' });
    await target.restore(archive, { resume: true });
    expect(await rows()).toEqual([{ a: 1 }]);
  }, 60_000);

  it('P-RESTORE-53 is nothing when it was the first and the server never got it', async () => {
    const error = await through('before the server gets them', true, false);
    expect(error).toMatchObject({
      message: expect.stringContaining('it may be that the restore is unfinished') as string,
    });
    expect(await target.asAdmin(readRecord)).toBeNull();
    await expect(target.restore(archive, { resume: true })).rejects.toMatchObject({ code: 'RESUME_NOTHING' });
  }, 60_000);

  it('P-RESTORE-53 is the end when it was the last and was made final', async () => {
    await startAndBreakOff();
    expect(await through('after the server answered, unseen', false, true)).toBeNull();
    expect(await target.asAdmin(readRecord)).toBeNull();
    expect(await rows()).toEqual([{ a: 1 }]);
  }, 60_000);

  it('P-RESTORE-53 can be done once more when it was the last and the server never got it', async () => {
    await startAndBreakOff();
    expect(await through('before the server gets them', true, true)).toMatchObject({
      code: 'RESTORE_INTERRUPTED',
      closedSchemas: ['public'],
    });
    await target.restore(archive, { resume: true });
    expect(await target.asAdmin(readRecord)).toBeNull();
    expect(await rows()).toEqual([{ a: 1 }]);
  }, 60_000);
});
