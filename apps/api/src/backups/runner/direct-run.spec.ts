import 'reflect-metadata';
import { PassThrough } from 'node:stream';
import { fakePgDump } from '@stowbase/dump/testing';
import { browserUpload } from '@stowbase/storage';
import { verifyStream } from '@stowbase/archive';
import { until } from '../testing/until';
import type { Claim } from '../transitions/claim';
import { NotReady, type DirectRun, type OpenBrowser } from './direct-run';
import { runnerWorld, type RunnerWorld } from './testing/runner-world';

/** A response, as far as an upload into it is concerned. */
class Browser {
  readonly body = new PassThrough();
  reset = 0;
  opened = 0;

  readonly open: OpenBrowser = (archive, _restart, options) => {
    this.opened += 1;
    const target = { body: this.body, reset: () => void (this.reset += 1) };
    return Promise.resolve(browserUpload(archive.fileName, target, options));
  };
}

describe('a backup straight into the browser', () => {
  let world: RunnerWorld;
  beforeAll(async () => {
    world = await runnerWorld();
  }, 60_000);
  afterAll(() => world.stop());

  async function begin(open: OpenBrowser): Promise<{ claim: Claim; run: DirectRun; stop: AbortController }> {
    const claim = await world.transitions.beginDirect(
      await world.request({ project: world.project, destinations: [] }),
    );
    const stop = new AbortController();
    return { claim, run: world.runner.runInto(claim, stop.signal, open), stop };
  }

  it('P-BACKUP-RUN-5 is ready when its first member is there, ends as delivered, and is a whole archive', async () => {
    const browser = new Browser();
    const { claim, run } = await begin(browser.open);
    expect(await run.ready).toMatchObject({ fileName: expect.stringMatching(/^shop_.*-1\.tar$/) as string });
    const report = await verifyStream(browser.body, 1);
    expect(report).toMatchObject({ ok: true, backupId: claim.backupId });
    const end = await run.done;
    expect(end).toEqual({ status: 'succeeded', size: report.storedBytes, sha256: report.fileSha256 });
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'succeeded', sha256: report.fileSha256 });
    expect(await world.copies(claim.backupId)).toMatchObject([
      { status: 'delivered', size: report.storedBytes, destinationId: null },
    ]);
    expect(browser.reset).toBe(0);
  });

  it('F54 is never ready when it fails before its first member, and nothing is sent', async () => {
    const browser = new Browser();
    await world.changeProject({ database: 'not_there' });
    try {
      const { claim, run } = await begin(browser.open);
      const problem: unknown = await run.ready.catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(NotReady);
      expect((problem as NotReady).end).toMatchObject({ status: 'failed', error: { code: 'DATABASE_MISSING' } });
      expect(await world.run(claim.backupId)).toMatchObject({ status: 'failed', errorCode: 'DATABASE_MISSING' });
      expect(browser.opened).toBe(0);
    } finally {
      await world.changeProject({ database: 'postgres' });
    }
  });

  it('F54 a failure half-way resets the connection: it never ends well', async () => {
    const tools = await fakePgDump('"$REAL" "$@" | head -c 1000000; exit 1');
    world.config.clientDirs = [tools.dir];
    const browser = new Browser();
    let ended = false;
    browser.body.on('end', () => (ended = true)).resume();
    try {
      const { claim, run } = await begin(browser.open);
      expect(await run.done).toMatchObject({ status: 'failed', error: { code: 'DUMP_FAILED' } });
      expect(browser.reset).toBe(1);
      expect(ended).toBe(false);
      expect(await world.copies(claim.backupId)).toMatchObject([{ status: 'failed' }]);
    } finally {
      world.config.clientDirs = [];
      await tools.remove();
    }
  });

  it('a dump that has to begin anew can not take back what was sent: the run ends with that sentence', async () => {
    const tools = await fakePgDump(
      '"$REAL" "$@" | head -c 1000000; echo "pg_dump: error: server closed the connection unexpectedly" >&2; exit 1',
    );
    world.config.clientDirs = [tools.dir];
    const browser = new Browser();
    browser.body.resume();
    const once: OpenBrowser = (archive, restart, options) =>
      restart === 0
        ? browser.open(archive, restart, options)
        : Promise.reject(
            Object.assign(new Error('What was sent can not be taken back.'), {
              code: 'DIRECT_NOT_RESTARTABLE',
              nextStep: 'Start it again.',
            }),
          );
    try {
      const { claim, run } = await begin(once);
      expect(await run.done).toMatchObject({ status: 'failed', error: { code: 'DIRECT_NOT_RESTARTABLE' } });
      expect(await world.run(claim.backupId)).toMatchObject({ status: 'failed', errorNext: 'Start it again.' });
      expect(browser.reset).toBe(1);
    } finally {
      world.config.clientDirs = [];
      await tools.remove();
    }
  });

  it('F55 the browser goes away: pg_dump ends, the run is cancelled', async () => {
    const browser = new Browser();
    const { claim, run } = await begin(browser.open);
    await run.ready;
    browser.body.destroy();
    expect(await run.done).toEqual({ status: 'stopped' });
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'cancelled' });
    await until(async () => (await world.sessions()) === 0);
  });

  it('F55 it goes away before anything was sent', async () => {
    const browser = new Browser();
    const { claim, run, stop } = await begin(() => new Promise((_, reject) => stopped(reject)));
    const stopped = (reject: (error: Error) => void): void =>
      stop.signal.addEventListener('abort', () => reject(new Error('gone')));
    await until(async () => (await world.log(claim.backupId)).some(({ text }) => text.includes('snapshot')));
    stop.abort();
    expect(await run.done).toEqual({ status: 'stopped' });
    expect(await world.run(claim.backupId)).toMatchObject({ status: 'interrupted' });
    expect(browser.opened).toBe(0);
  });
});
