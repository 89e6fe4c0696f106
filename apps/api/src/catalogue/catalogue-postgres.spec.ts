import 'reflect-metadata';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { ImportJobDto } from './imports/import.dto';
import type { CatalogueWorld } from './testing/catalogue-world';

// Which engine the entities are for is decided when they are loaded.
process.env['DATABASE_URL'] = 'postgresql://set-below';

describe('the catalogue in PostgreSQL', () => {
  let server: ScratchServer;
  let world: CatalogueWorld;
  beforeAll(async () => {
    server = await startScratchServer({ preload: [] });
    const { openCatalogueWorld } = await import('./testing/catalogue-world');
    const connection = server.settings(server.superuser.user, 'postgres');
    world = await openCatalogueWorld({ database: { engine: 'postgres', connection } });
  });
  afterAll(async () => {
    await world.close();
    await server.stop();
  });

  it('P-CATALOGUE-1 P-CATALOGUE-2 reads copies again and names what is damaged', async () => {
    const stored = await world.store();
    expect(await world.check(stored.backupId)).toMatchObject({ status: 'passed', size: stored.bytes.length });
    const bytes = readFileSync(world.fileOf(stored));
    bytes[stored.bytes.indexOf('sql/00000003-data') + 512]! ^= 1;
    writeFileSync(world.fileOf(stored), bytes);
    expect(await world.check(stored.backupId)).toMatchObject({
      ...{ status: 'damaged', damage: 'changed', findings: [{ table: 'public.users' }] },
    });
    expect(await world.told('copy.damaged', stored)).toHaveLength(1);
  });

  it('P-CATALOGUE-8 two processes choose the share of a day once', async () => {
    const { CheckRound } = await import('./checks/check-round');
    const { database, app } = world.api;
    const { backupId } = await world.store();
    await database.write((manager) =>
      manager.query("UPDATE backup_copies SET created_at = now() - interval '40 days' WHERE backup_id = $1", [
        backupId,
      ]),
    );
    const now = await database.now();
    const chosen = await Promise.all([app.get(CheckRound).choose(now), app.get(CheckRound).choose(now)]);
    expect(chosen.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('P-CATALOGUE-10 P-CATALOGUE-14 imports, and finds what was renamed and what is gone', async () => {
    const { until } = await import('../backups/testing/until');
    const stored = await world.store();
    renameSync(world.fileOf(stored), join(world.folder, 'renamed.tar'));
    const path = `/storage/destinations/${world.destination.id}/imports`;
    const { body: asked } = await world.owner.post<ImportJobDto>(path, { mode: 'add' });
    const job = await until(async () => {
      const { body } = await world.owner.get<ImportJobDto>(`${path}/${asked.id}`);
      return body.finishedAt === null ? null : body;
    });
    expect(job).toMatchObject({ status: 'succeeded', error: null });
    expect(job.counts).toContainEqual({ kind: 'moved', count: 1 });
    expect((await world.backup(stored.backupId)).copies).toMatchObject([{ status: 'stored', key: 'renamed.tar' }]);
  });

  it('P-METRICS-6 its numbers can be read', async () => {
    const { status, body } = await world.owner.get<string>('/metrics');
    expect(status).toBe(200);
    expect(body).toMatch(/^stowbase_schedules_due 0$/m);
    expect(body).toMatch(/^stowbase_runs_missed_day 0$/m);
  });
});
