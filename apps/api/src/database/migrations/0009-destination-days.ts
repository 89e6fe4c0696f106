import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bigint, index, table, varchar } from './table';

/** How much lay at each destination, day by day: what says when it will be full. */
export class DestinationDays1 implements MigrationInterface {
  readonly name = 'DestinationDays1764300009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(days());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('destination_days');
  }
}

const days = (): ReturnType<typeof table> =>
  table(
    'destination_days',
    [
      varchar('id', 50, { primary: true }),
      varchar('storage_destination_id', 36),
      varchar('day', 10),
      bigint('stored_bytes'),
    ],
    [index('destination_days_day', ['day'])],
  );
