import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { engine } from '../column-types';
import { at, bigint, boolean, document, id, index, integer, table, text, varchar } from './table';
import { crashPoint } from '../../lifecycle/crash-point';

/** Copies from one destination to another, and what a destination is allowed to do and has trouble with. */
export class CopiesBetweenDestinations1 implements MigrationInterface {
  readonly name = 'CopiesBetweenDestinations1764288000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(copyJobs());
    crashPoint('start/update-half');
    for (const column of columns()) await runner.addColumn('storage_destinations', column);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of columns()) await runner.dropColumn('storage_destinations', name);
    await runner.dropTable('copy_jobs');
  }
}

const columns = (): TableColumn[] => [
  new TableColumn(bigint('bandwidth_limit', { nullable: true })),
  new TableColumn({ ...boolean('keeps_everything'), default: engine === 'postgres' ? 'false' : '0' }),
  new TableColumn(document('problem', { nullable: true })),
];

const copyJobs = (): ReturnType<typeof table> =>
  table(
    'copy_jobs',
    [
      id(),
      varchar('backup_id', 36),
      varchar('copy_id', 36),
      varchar('storage_destination_id', 36),
      varchar('destination_name', 100),
      varchar('source_copy_id', 36, { nullable: true }),
      varchar('replaces', 16, { nullable: true }),
      varchar('status', 16),
      integer('token'),
      integer('retries'),
      integer('interruptions'),
      at('lease_until', { nullable: true }),
      at('run_after'),
      boolean('cancel_requested'),
      varchar('requested_by', 100),
      varchar('request_id', 64, { nullable: true }),
      varchar('request_sha256', 64, { nullable: true }),
      bigint('size'),
      bigint('stored_bytes'),
      varchar('error_code', 60, { nullable: true }),
      text('error_text', { nullable: true }),
      text('error_next', { nullable: true }),
      at('created_at'),
      at('started_at', { nullable: true }),
      at('finished_at', { nullable: true }),
    ],
    [
      index('copy_jobs_status', ['status', 'run_after']),
      index('copy_jobs_backup', ['backup_id', 'created_at', 'id']),
      index('copy_jobs_request', ['request_id'], { unique: true, where: 'request_id IS NOT NULL' }),
      index('copy_jobs_one_live', ['backup_id', 'storage_destination_id'], {
        unique: true,
        where: "status IN ('queued', 'running', 'committing')",
      }),
    ],
  );
