import { readdirSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { StorageError, type Storage } from '@stowbase/storage';
import { openCatalogueWorld, type CatalogueWorld } from '../../catalogue/testing/catalogue-world';
import { Check } from '../../catalogue/check.entity';
import { NotificationEvent } from '../../notifications/notification-event.entity';
import { Destinations } from '../../storage/destinations.service';
import { StoredTotals } from '../transitions/stored-totals';
import type { StoredArchive } from '../testing/stored-archive';
import { Reconcile } from './reconcile';

describe('comparing a destination with the records', () => {
  let world: CatalogueWorld;
  let stored: StoredArchive[];
  beforeEach(async () => {
    world = await openCatalogueWorld();
    stored = [await world.store(), await world.store()];
  });
  afterEach(() => world.close());

  function reconcile(change: Partial<Storage> = {}, stop?: AbortSignal): Promise<void> {
    const { app, database } = world.api;
    const open = async (id: string): Promise<Storage> => Object.assign(await app.get(Destinations).open(id), change);
    const later = new Date(Date.now() + 60_000);
    return new Reconcile(database, open, app.get(StoredTotals)).reconcile(world.destination.id, later, stop);
  }
  const statuses = async (): Promise<string[]> =>
    Promise.all(stored.map(async ({ backupId }) => (await world.backup(backupId)).copies[0]!.status));

  it('P-CATALOGUE-17 a stored copy that is not there is missing, is told, and is stored again when it is back', async () => {
    const file = world.fileOf(stored[0]!);
    renameSync(file, `${file}.aside`);
    await reconcile();
    expect(await statuses()).toEqual(['missing', 'stored']);
    expect(await world.told('copy.missing', stored[0]!)).toHaveLength(1);
    renameSync(`${file}.aside`, file);
    await reconcile();
    expect(await statuses()).toEqual(['stored', 'stored']);
  });

  it('P-CATALOGUE-17 is not missing because a list was stopped, broke off, or left it out', async () => {
    await reconcile({}, AbortSignal.abort());
    const broken = new StorageError('unreachable', 'The store is away.', 'Wait.');
    const list = async function* (): AsyncGenerator<never> {
      yield await Promise.reject<never>(broken);
    };
    await expect(reconcile({ list })).rejects.toBe(broken);
    await reconcile({ list: async function* () {} });
    expect(await statuses()).toEqual(['stored', 'stored']);
  });

  it('P-CATALOGUE-17 a whole folder that is gone is told as one thing', async () => {
    for (let n = 0; n < 5; n += 1) stored.push(await world.store());
    for (const name of readdirSync(world.folder)) rmSync(`${world.folder}/${name}`, { recursive: true });
    await reconcile();
    expect(new Set(await statuses())).toEqual(new Set(['missing']));
    const told = await world.api.database.read.findBy(NotificationEvent, { kind: 'copy.missing' });
    expect(told).toHaveLength(6);
    expect(told.filter(({ backupId }) => backupId === null)).toMatchObject([{ facts: { count: 7 } }]);
  });

  it('P-CATALOGUE-17 one of another size is read again', async () => {
    truncateSync(world.fileOf(stored[1]!), 4_096);
    await reconcile();
    await reconcile();
    const checks = await world.api.database.read.find(Check);
    expect(checks).toMatchObject([{ backupId: stored[1]!.backupId, status: 'queued', requestedBy: null }]);
  });

  it('P-CATALOGUE-18 a list that leads to itself is no list, and ends', async () => {
    const object = { key: stored[0]!.key, size: 1, modified: new Date() };
    // oxlint-disable-next-line typescript/require-await
    const list = async function* (): AsyncGenerator<typeof object> {
      for (;;) yield object;
    };
    await expect(reconcile({ list })).rejects.toThrow('has no end');
    expect(await statuses()).toEqual(['stored', 'stored']);
  });
});
