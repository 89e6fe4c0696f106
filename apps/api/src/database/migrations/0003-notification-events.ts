import type { MigrationInterface, QueryRunner } from 'typeorm';
import { at, document, id, index, table, varchar } from './table';

/** What people may want to be told of. */
export class NotificationEvents1 implements MigrationInterface {
  readonly name = 'NotificationEvents1764300003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(events());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('notification_events');
  }
}

const events = (): ReturnType<typeof table> =>
  table(
    'notification_events',
    [
      id(),
      varchar('kind', 40),
      varchar('key', 200),
      varchar('project_id', 36, { nullable: true }),
      varchar('backup_id', 36, { nullable: true }),
      varchar('storage_destination_id', 36, { nullable: true }),
      varchar('schedule_id', 36, { nullable: true }),
      document('facts'),
      at('created_at'),
      at('dispatched_at', { nullable: true }),
    ],
    [
      index('notification_events_key', ['key'], { unique: true }),
      index('notification_events_waiting', ['created_at', 'id'], { where: 'dispatched_at IS NULL' }),
      index('notification_events_created', ['created_at', 'id']),
    ],
  );
