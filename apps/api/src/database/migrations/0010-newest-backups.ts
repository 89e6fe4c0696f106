import type { MigrationInterface, QueryRunner } from 'typeorm';
import { index } from './table';

/** Retention asks for the newest backups of a project by the moment whose data they hold, and for those that somebody assigned to a set. */
export class NewestBackups1 implements MigrationInterface {
  readonly name = 'NewestBackups1764300010000';

  async up(runner: QueryRunner): Promise<void> {
    // TypeORM knows indexes of columns only.
    await runner.query(
      `CREATE INDEX backups_newest ON backups (project_id, COALESCE(snapshot_time, started_at, created_at) DESC, id)
       WHERE status = 'succeeded' AND deleted_at IS NULL`,
    );
    await runner.createIndex('backups', assigned());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('backups', assigned());
    await runner.query('DROP INDEX backups_newest');
  }
}

const assigned = (): ReturnType<typeof index> =>
  index('backups_assigned', ['project_id', 'retention_set'], { where: 'retention_set IS NOT NULL' });
