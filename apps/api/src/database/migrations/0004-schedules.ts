import type { MigrationInterface, QueryRunner, Table } from 'typeorm';
import { at, bigint, boolean, document, id, index, integer, table, varchar } from './table';

/** Schedules as the tick needs them, and what backups say of the slot they stand for. */
export class Schedules1 implements MigrationInterface {
  readonly name = 'Schedules1764300004000';

  async up(runner: QueryRunner): Promise<void> {
    // No release before this one could write a schedule: there is no row to keep.
    await runner.dropTable('schedules');
    await runner.createTable(schedules());
    // Not `addColumn`: on SQLite that writes the whole table anew.
    await runner.query('ALTER TABLE backups ADD COLUMN max_run_s integer');
    await runner.query('ALTER TABLE backups ADD COLUMN missed_count integer');
    for (const one of ofBackups()) await runner.createIndex('backups', one);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const one of ofBackups()) await runner.dropIndex('backups', one);
    await runner.query('ALTER TABLE backups DROP COLUMN missed_count');
    await runner.query('ALTER TABLE backups DROP COLUMN max_run_s');
    await runner.dropTable('schedules');
    await runner.createTable(before());
  }
}

const ofBackups = (): ReturnType<typeof index>[] => [
  // Whoever comes second to a slot is refused here, whatever process it is.
  index('backups_schedule_slot', ['schedule_id', 'slot'], { unique: true }),
  index('backups_schedule', ['schedule_id', 'created_at', 'id'], { where: 'schedule_id IS NOT NULL' }),
];

const schedules = (): Table =>
  table(
    'schedules',
    [
      id(),
      at('created_at'),
      at('updated_at'),
      integer('version'),
      varchar('name', 100),
      varchar('project_id', 36),
      document('storage_destination_ids'),
      varchar('type', 8),
      document('options'),
      varchar('cron', 200),
      varchar('time_zone', 64),
      integer('jitter_s'),
      integer('grace_s'),
      varchar('overlap', 8),
      document('blackout'),
      integer('max_run_s', { nullable: true }),
      document('retention'),
      varchar('plan', 16),
      bigint('quota_bytes', { nullable: true }),
      boolean('enabled'),
      at('effective_from'),
      at('next_slot', { nullable: true }),
      at('due_at', { nullable: true }),
      at('waiting_slot', { nullable: true }),
      at('last_slot', { nullable: true }),
    ],
    [
      index('schedules_project', ['project_id']),
      index('schedules_created', ['created_at', 'id']),
      index('schedules_due', ['due_at', 'id'], { where: 'due_at IS NOT NULL' }),
      index('schedules_waiting', ['waiting_slot', 'id'], { where: 'waiting_slot IS NOT NULL' }),
      index('schedules_effective', ['effective_from', 'id']),
    ],
  );

const before = (): Table =>
  table(
    'schedules',
    [
      id(),
      at('created_at'),
      at('updated_at'),
      integer('version'),
      varchar('name', 100),
      varchar('project_id', 36),
      document('storage_destination_ids'),
      varchar('type', 8),
      document('options'),
      varchar('cron', 200),
      varchar('time_zone', 64),
      integer('jitter_s'),
      document('retention'),
      boolean('enabled'),
      at('next_slot', { nullable: true }),
      at('due_at', { nullable: true }),
      at('effective_from'),
      at('waiting_slot', { nullable: true }),
    ],
    [index('schedules_project', ['project_id']), index('schedules_due', ['enabled', 'due_at'])],
  );
