import type { MigrationInterface, QueryRunner } from 'typeorm';
import { instant } from '../column-types';
import { at, bigint, boolean, document, id, index, integer, table, text, varchar } from './table';

/** Reading backups again, finding those that the records don't know, and backups of the records themselves. */
export class CatalogueAndSelfBackup1 implements MigrationInterface {
  readonly name = 'CatalogueAndSelfBackup1764300008000';

  async up(runner: QueryRunner): Promise<void> {
    for (const one of tables()) await runner.createTable(one);
    // Not by `addColumn`, which would write all copies of all backups anew on SQLite.
    await runner.query(`ALTER TABLE backup_copies ADD COLUMN checked_at ${String(instant)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE backup_copies DROP COLUMN checked_at');
    for (const one of tables()) await runner.dropTable(one.name);
  }
}

const problem = (): ReturnType<typeof varchar>[] => [
  varchar('error_code', 60, { nullable: true }),
  text('error_text', { nullable: true }),
  text('error_next', { nullable: true }),
];

const times = (): ReturnType<typeof varchar>[] => [
  at('created_at'),
  at('started_at', { nullable: true }),
  at('finished_at', { nullable: true }),
];

const place = (): ReturnType<typeof varchar>[] => [
  varchar('storage_destination_id', 36),
  varchar('destination_name', 100),
];

const tables = (): ReturnType<typeof table>[] => [
  table(
    'checks',
    [
      id(),
      varchar('backup_id', 36),
      varchar('copy_id', 36),
      ...place(),
      integer('level'),
      varchar('status', 16),
      varchar('requested_by', 100, { nullable: true }),
      integer('token'),
      at('lease_until', { nullable: true }),
      bigint('size', { nullable: true }),
      bigint('read_bytes'),
      varchar('damage', 16, { nullable: true }),
      document('findings', { nullable: true }),
      ...problem(),
      ...times(),
    ],
    [
      index('checks_created', ['created_at', 'id']),
      index('checks_status', ['status', 'created_at', 'id']),
      index('checks_backup', ['backup_id', 'created_at', 'id']),
      index('checks_one_live', ['copy_id'], { unique: true, where: "status IN ('queued', 'running')" }),
    ],
  ),
  table(
    'import_jobs',
    [
      id(),
      ...place(),
      varchar('mode', 16),
      varchar('status', 16),
      varchar('requested_by', 100),
      integer('token'),
      integer('interruptions'),
      at('lease_until', { nullable: true }),
      boolean('cancel_requested'),
      document('counts'),
      ...problem(),
      ...times(),
    ],
    [
      index('import_jobs_status', ['status', 'created_at', 'id']),
      index('import_jobs_destination', ['storage_destination_id', 'created_at', 'id']),
      index('import_jobs_one_live', ['storage_destination_id'], {
        unique: true,
        where: "status IN ('queued', 'running')",
      }),
    ],
  ),
  table(
    'import_items',
    [
      id(),
      varchar('job_id', 36),
      varchar('kind', 16),
      varchar('key', 900),
      bigint('size', { nullable: true }),
      at('modified_at', { nullable: true }),
      varchar('backup_id', 36, { nullable: true }),
      integer('attempt', { nullable: true }),
      varchar('project_id', 36, { nullable: true }),
      varchar('project_name', 100, { nullable: true }),
      document('facts', { nullable: true }),
      text('text', { nullable: true }),
      at('created_at'),
    ],
    [
      index('import_items_kind', ['job_id', 'kind', 'created_at', 'id']),
      index('import_items_job', ['job_id', 'created_at', 'id']),
    ],
  ),
  table(
    'self_backups',
    [
      id(),
      varchar('reason', 16),
      varchar('status', 16),
      varchar('requested_by', 100, { nullable: true }),
      integer('audit_id'),
      document('recipients'),
      bigint('size', { nullable: true }),
      varchar('sha256', 64, { nullable: true }),
      at('lease_until', { nullable: true }),
      ...problem(),
      at('created_at'),
      at('finished_at', { nullable: true }),
    ],
    [
      index('self_backups_created', ['created_at', 'id']),
      index('self_backups_one_live', ['status'], { unique: true, where: "status IN ('queued', 'running')" }),
    ],
  ),
  table(
    'self_backup_copies',
    [
      id(),
      varchar('self_backup_id', 36),
      ...place(),
      varchar('key', 900),
      varchar('status', 16),
      document('upload_state', { nullable: true }),
      varchar('version_id', 300, { nullable: true }),
      varchar('error_code', 60, { nullable: true }),
      text('error_text', { nullable: true }),
      at('created_at'),
    ],
    [
      index('self_backup_copies_backup', ['self_backup_id']),
      index('self_backup_copies_place', ['storage_destination_id', 'status', 'created_at']),
    ],
  ),
];
