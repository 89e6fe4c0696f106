import 'reflect-metadata';
import { openRunWorld, type RunWorld } from '../testing/run-world';
import { BackupList } from './backup-list';
import type { BackupQueryDto } from './backup.dto';

describe('the list of backups', () => {
  let world: RunWorld;
  let project: { id: string };
  let destination: { id: string };
  beforeAll(async () => {
    world = await openRunWorld();
    project = await world.addProject();
    destination = await world.addDestination();
    await world.database.write(async (manager) => {
      await manager.query(manyBackups(3000, project.id));
      await manager.query(theirCopies(destination.id));
    });
  });
  afterAll(() => world.close());

  const list = (): BackupList => new BackupList(world.database);
  it.each<[string, () => Partial<BackupQueryDto>]>([
    ['all', () => ({})],
    ['one project', () => ({ project: project.id })],
    ['one status', () => ({ status: 'failed' })],
    ['one rare status', () => ({ status: 'interrupted' })],
    ['one trigger', () => ({ trigger: 'api' })],
    ['a trigger that nothing has', () => ({ trigger: 'import' })],
    ['one type', () => ({ type: 'data' })],
    ['one destination', () => ({ destination: destination.id })],
    ['a destination that nothing has', () => ({ destination: project.id })],
    ['a time', () => ({ from: new Date('2025-01-01T00:00:00Z'), to: new Date('2026-01-01T00:00:00Z') })],
    ['deleted', () => ({ deleted: true })],
    [
      'everything at once',
      () => ({ project: project.id, status: 'failed', type: 'full', destination: destination.id }),
    ],
  ])('P-RUN-6 reads a page of %s by an index, and sorts nothing', async (_, query) => {
    const asked: BackupQueryDto = { limit: 50, ...query() };
    await list().page(asked);
    const [sql, parameters] = list()
      .query(asked)
      .limit(51)
      .orderBy('b.createdAt', 'DESC')
      .addOrderBy('b.id', 'DESC')
      .getQueryAndParameters();
    const plan = await world.database.read.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, parameters);
    const steps = plan.map(({ detail }) => detail);
    expect(steps.filter((step) => /USE TEMP B-TREE|^SCAN b$/.test(step))).toEqual([]);
  });
});

const manyBackups = (count: number, projectId: string): string => `
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
  INSERT INTO backups (id, project_id, project_name, trigger, type, options, recipients, status, attempt, token, retries, interruptions,
    run_after, cancel_requested, gaps, created_at, contents, verified_level, locked, notes, deleted_at)
  SELECT printf('%08x-0000-4000-8000-%012x', i * 7919 % 1000003, i), CASE WHEN i % 3 = 0 THEN '${projectId}' ELSE printf('p%d', i % 50) END, 'Shop',
    CASE WHEN i % 10 = 0 THEN 'api' ELSE 'schedule' END, CASE WHEN i % 20 = 0 THEN 'data' ELSE 'full' END, '{}', '[]',
    CASE WHEN i % 5 = 0 THEN 'failed' WHEN i = 2 THEN 'interrupted' ELSE 'succeeded' END, 1, 1, 0, 0,
    '2026-01-01 00:00:00.000', 0, '[]', strftime('%Y-%m-%d %H:%M:%f', '2024-01-01', '+' || i || ' minutes'), hex(zeroblob(1500)), 0, 0, '',
    CASE WHEN i % 7 = 0 THEN '2026-01-02 00:00:00.000' END
  FROM n`;

const theirCopies = (destinationId: string): string => `
  INSERT INTO backup_copies (id, backup_id, storage_destination_id, destination_name, attempt, status, failures, created_at)
  SELECT 'c' || id, id, CASE WHEN rowid % 4 = 0 THEN '${destinationId}' ELSE 'other' END, 'Disk', 1, 'stored', 0, created_at FROM backups`;
