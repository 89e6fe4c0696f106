import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CrashPoint } from '../../../lifecycle/crash-points';
import { CrashWorld, type FaultPoint } from './crash-world';
import { setUpOwner } from './first-owner';
import type { RecordsEngine } from './crash-records';
import { everyFifth } from './every-fifth';

/** Of a first start, in its order. */
export const firstStartPoints: readonly FaultPoint[] = [
  'start/guarded',
  'start/table-made:1',
  'start/table-made:12',
  'start/migrated',
  'start/key-made',
  'start/key-proven',
  'start/swept',
];

export const setupPoints = ['setup/half', 'setup/done'] as const;

export const updatePoints: readonly CrashPoint[] = ['start/copy-written', 'start/copied'];

export const otherStartPoints: readonly CrashPoint[] = [
  'start/update-half',
  'rotate/column-half',
  'rotate/sealed-anew',
  'stop/drained',
  'stop/records-closed',
];

/** The start, the first owner, the key, and the end. */
export function describeStartCrashes(engine: RecordsEngine): void {
  const onSqlite = engine === 'sqlite' ? it : it.skip;

  describe(`a service that dies while it starts or stops (${engine})`, () => {
    let world: CrashWorld;
    const keyFile = (): string => join(world.dataFolder, 'app.key');
    beforeAll(async () => {
      world = await CrashWorld.make(engine, { isSetUp: false });
    }, 600_000);
    afterAll(() => world.stop());
    // Each installation is a new one; the source, the bucket and the folder stay.
    beforeEach(() => world.anew());

    async function works(): Promise<void> {
      await world.ask();
      await world.goesOn(1);
    }

    it.each(everyFifth(firstStartPoints))(
      'P-CRASH-5 F06 F48 first at %s: the next start goes on where it was, with the same key',
      async (point) => {
        await world.dieAt(point);
        const key = existsSync(keyFile()) ? readFileSync(keyFile(), 'utf8') : null;
        await world.start();
        if (key !== null) expect(readFileSync(keyFile(), 'utf8')).toBe(key);
        await world.setUp();
        await works();
      },
      60_000,
    );

    it('P-CRASH-5 F48 half-way in an update: what was there before is whole, and the next start makes it', async () => {
      await world.dieAt('start/update-half');
      await world.start();
      await world.setUp();
      await works();
    }, 60_000);

    onSqlite.each(everyFifth(updatePoints))(
      'P-CRASH-5 F48 at %s, before an update: the copies that have a name are whole, and the update is made',
      async (point) => {
        await world.dieAt('start/update-half');
        await world.dieAt(point);
        await world.start();
        const copies = join(world.dataFolder, 'copies');
        const names = readdirSync(copies);
        expect(names.length).toBeGreaterThanOrEqual(1);
        for (const name of names) {
          expect(name).toMatch(/\.db$/);
          const copy = new DatabaseSync(join(copies, name), { readOnly: true });
          expect(copy.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
          expect(copy.prepare('SELECT count(*) AS count FROM migrations').all()).toEqual([{ count: 1 }]);
          copy.close();
        }
        await world.setUp();
        await works();
      },
      60_000,
    );

    it.each(everyFifth(setupPoints))(
      'P-CRASH-5 F06 at %s: there is one owner, who can sign in',
      async (point) => {
        const service = await world.start(point);
        await Promise.all([setUpOwner(service).catch(() => null), world.died()]);
        await setUpOwner(await world.start());
        const again = await setUpOwner(world.running);
        expect(again).toMatchObject({ status: 404, body: { code: 'SETUP_DONE' } });
        await world.setUp({ hasOwner: true });
        await works();
      },
      60_000,
    );

    it.each(everyFifth<FaultPoint>(['rotate/column-half', 'rotate/sealed-anew']))(
      'P-CRASH-5 F59 at %s, while everything is sealed with a new key: the next start goes on, then the new key is enough',
      async (point) => {
        await world.start();
        await world.setUp();
        const appKey = randomBytes(32).toString('base64');
        const both = { APP_KEY: appKey, APP_KEY_PREVIOUS: readFileSync(keyFile(), 'utf8').trim() };
        await world.dieAt(point, both);
        await world.start(null, both);
        await works();
        await world.start(null, { APP_KEY: appKey });
        await works();
      },
      60_000,
    );

    it.each(everyFifth<FaultPoint>(['stop/drained', 'stop/records-closed']))(
      'P-CRASH-5 F08 at %s, while it stops: nothing is lost',
      async (point) => {
        const service = await world.start(point);
        await world.setUp();
        const { id } = await world.ask();
        await world.ended(id);
        service.signal('SIGTERM');
        await world.died();
        await world.start();
        expect(await world.backup(id)).toMatchObject({ status: 'succeeded' });
        await works();
      },
      60_000,
    );
  });
}
