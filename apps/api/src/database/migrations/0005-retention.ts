import type { MigrationInterface, QueryRunner, Table } from 'typeorm';
import { instant } from '../column-types';
import { at, bigint, document, id, index, integer, table, varchar } from './table';

/** Lists that wait for approval, what retention remembers of its sets, the rules of manual backups, and what it must know of copies. */
export class Retention1 implements MigrationInterface {
  readonly name = 'Retention1764300005000';

  async up(runner: QueryRunner): Promise<void> {
    for (const one of tables()) await runner.createTable(one);
    // Not by `addColumn`, which would write all rows anew on SQLite.
    for (const [name, column, type] of columns())
      await runner.query(`ALTER TABLE ${name} ADD COLUMN ${column} ${type}`);
    // What was stored before was stored long ago: only what comes is followed by a pruning.
    await runner.query(`UPDATE backup_copies SET pruned_at = created_at`);
    await runner.createIndex(
      'backup_copies',
      index('backup_copies_unpruned', ['storage_destination_id'], { where: "status = 'stored' AND pruned_at IS NULL" }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('backup_copies', 'backup_copies_unpruned');
    for (const [name, column] of columns()) await runner.query(`ALTER TABLE ${name} DROP COLUMN ${column}`);
    for (const { name } of tables().reverse()) await runner.dropTable(name);
  }
}

/** Table, column, type. */
const columns = (): [string, string, string][] => [
  ['backup_copies', 'object_locked_until', String(instant)],
  ['backup_copies', 'pruned_at', String(instant)],
  ['backups', 'retention_set', 'varchar(60)'],
];

const tables = (): Table[] => [
  table(
    'retention_approvals',
    [
      id(),
      at('created_at'),
      at('updated_at'),
      varchar('set_key', 120),
      varchar('project_id', 36),
      varchar('storage_destination_id', 36),
      varchar('schedule_id', 36, { nullable: true }),
      varchar('rule_sha256', 64),
      varchar('list_sha256', 64),
      varchar('state', 16),
      varchar('cause', 16),
      integer('copies_count'),
      bigint('bytes'),
      varchar('decided_by', 254, { nullable: true }),
      at('decided_at', { nullable: true }),
      document('copies'),
    ],
    [
      index('retention_approvals_created', ['created_at', 'id']),
      index('retention_approvals_set', ['set_key', 'created_at', 'id']),
      index('retention_approvals_state', ['state', 'created_at', 'id']),
      index('retention_approvals_waiting', ['set_key'], { unique: true, where: "state = 'waiting'" }),
    ],
  ),
  table(
    'retention_manual_rules',
    [
      id(),
      at('created_at'),
      at('updated_at'),
      integer('version'),
      varchar('project_id', 36),
      varchar('scope', 36),
      document('rule', { nullable: true }),
      varchar('time_zone', 64),
    ],
    [index('retention_manual_rules_scope', ['project_id', 'scope'], { unique: true })],
  ),
  table('retention_sets', [
    varchar('set_key', 120, { primary: true }),
    varchar('rule_sha256', 64, { nullable: true }),
    at('over_budget_since', { nullable: true }),
    at('updated_at'),
  ]),
];
