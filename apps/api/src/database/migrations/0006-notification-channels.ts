import type { MigrationInterface, QueryRunner } from 'typeorm';
import { at, blob, boolean, document, id, index, integer, table, text, varchar } from './table';

/** Where people are told, what waits to be told, what is going on, and the addresses that schedules report to. */
export class NotificationChannels1 implements MigrationInterface {
  readonly name = 'NotificationChannels1764300006000';

  async up(runner: QueryRunner): Promise<void> {
    for (const make of [channels, outbox, marks, pings]) await runner.createTable(make());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['schedule_pings', 'notification_marks', 'notification_outbox', 'notification_channels'])
      await runner.dropTable(name);
  }
}

/** What became of the last thing that was sent there. */
const lastDelivery = (): ReturnType<typeof varchar>[] => [
  varchar('last_state', 16, { nullable: true }),
  at('last_at', { nullable: true }),
  varchar('last_error_code', 60, { nullable: true }),
  text('last_error_text', { nullable: true }),
  text('last_error_next', { nullable: true }),
  at('failing_since', { nullable: true }),
  at('not_before', { nullable: true }),
];

const edited = (): ReturnType<typeof varchar>[] => [integer('version'), at('created_at'), at('updated_at')];

const channels = (): ReturnType<typeof table> =>
  table(
    'notification_channels',
    [
      id(),
      varchar('name', 100),
      varchar('name_key', 300),
      varchar('type', 40),
      blob('config'),
      boolean('enabled'),
      document('kinds'),
      document('project_ids', { nullable: true }),
      varchar('digest', 8),
      integer('digest_hour'),
      integer('digest_weekday'),
      varchar('time_zone', 64),
      at('digest_since'),
      ...lastDelivery(),
      ...edited(),
    ],
    [index('notification_channels_name', ['name_key'], { unique: true })],
  );

const outbox = (): ReturnType<typeof table> =>
  table(
    'notification_outbox',
    [
      id(),
      varchar('key', 200),
      varchar('target', 8),
      varchar('lane', 36),
      varchar('kind', 40),
      varchar('project_id', 36, { nullable: true }),
      document('message'),
      document('done'),
      varchar('state', 16),
      integer('attempts'),
      at('next_try_at'),
      varchar('claim', 36, { nullable: true }),
      at('claimed_until', { nullable: true }),
      varchar('error_code', 60, { nullable: true }),
      text('error_text', { nullable: true }),
      text('error_next', { nullable: true }),
      at('created_at'),
      at('settled_at', { nullable: true }),
    ],
    [
      index('notification_outbox_key', ['key'], { unique: true }),
      index('notification_outbox_waiting', ['lane', 'next_try_at'], { where: "state = 'waiting'" }),
      index('notification_outbox_lane', ['lane', 'created_at', 'id']),
      index('notification_outbox_created', ['target', 'created_at', 'id']),
    ],
  );

const marks = (): ReturnType<typeof table> =>
  table('notification_marks', [
    varchar('id', 120, { primary: true }),
    boolean('going_on'),
    integer('episode'),
    at('changed_at'),
  ]);

const pings = (): ReturnType<typeof table> =>
  table('schedule_pings', [id(), blob('url'), boolean('tells_start'), ...lastDelivery(), ...edited()]);
