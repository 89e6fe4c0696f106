import { quoteLiteral } from '@stowbase/sql-stream';
import type { Client } from 'pg';
import type { RunCounts } from '../../run/run-types';
import { recordSchema } from './record-schema';
import {
  encodeCounts,
  noCounts,
  type ClosedSchema,
  type DoneStep,
  type RestoreRecord,
  type StepPhase,
} from './restore-record';

export type RecordHead = Pick<RestoreRecord, 'backupId' | 'fileSha256' | 'scriptSha256' | 'targetKind'>;

/** Inside the transaction of the first step. Nobody else gets a right on it, whatever default privileges say. */
export async function createRecord(client: Client, head: RecordHead): Promise<void> {
  await client.query(create);
  await client.query(
    `INSERT INTO ${recordSchema}.restore (backup_id, file_sha256, script_sha256, target_kind) VALUES ($1, $2, $3, $4)`,
    [head.backupId, head.fileSha256, head.scriptSha256, head.targetKind],
  );
}

/** The statement that notes steps; where one transaction did several pieces at once, the counts are with the first. */
export function doneStatement(steps: readonly DoneStep[], counts: RunCounts): string {
  const lines = steps.map((one, index) => {
    const { step, member, statement } = columnsOf(one);
    return `(${quoteLiteral(step)}, ${member}, ${statement}, ${quoteLiteral(encodeCounts(index === 0 ? counts : noCounts()))})`;
  });
  return `INSERT INTO ${recordSchema}.done (step, member, statement, counts) VALUES ${lines.join(', ')}`;
}

export async function noteClosed(client: Client, closed: readonly ClosedSchema[]): Promise<void> {
  await client.query(
    `INSERT INTO ${recordSchema}.closed_schema (schema, access)
     SELECT * FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[]))`,
    [closed.map(({ schema }) => schema), closed.map((one) => JSON.stringify(one))],
  );
}

export async function notePhase(client: Client, phase: StepPhase): Promise<void> {
  await client.query(`UPDATE ${recordSchema}.restore SET phase = $1`, [phase]);
}

/** Never by CASCADE: what somebody else put there ends the restore instead of being lost. */
export async function dropRecord(client: Client): Promise<void> {
  await client.query(
    `DROP TABLE ${recordSchema}.done, ${recordSchema}.closed_schema, ${recordSchema}.restore; DROP SCHEMA ${recordSchema}`,
  );
}

function columnsOf(step: DoneStep): { step: string; member: number; statement: number } {
  switch (step.step) {
    case 'definitions':
      return { step: step.step, member: 0, statement: 0 };
    case 'rows':
      return { step: step.step, member: step.member, statement: 0 };
    case 'key':
      return step;
    case 'round':
      return { step: step.step, member: 0, statement: step.round };
  }
}

const create = `
  CREATE SCHEMA ${recordSchema};
  COMMENT ON SCHEMA ${recordSchema} IS 'What a restore by stowbase has done so far. Its last step drops this schema.';
  CREATE TABLE ${recordSchema}.restore (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    backup_id text NOT NULL,
    file_sha256 text NOT NULL,
    script_sha256 text NOT NULL,
    target_kind text NOT NULL,
    phase text NOT NULL DEFAULT 'rows',
    started_at timestamptz NOT NULL DEFAULT pg_catalog.now()
  );
  CREATE TABLE ${recordSchema}.closed_schema (schema text PRIMARY KEY, access text NOT NULL);
  CREATE TABLE ${recordSchema}.done (
    step text NOT NULL,
    member integer NOT NULL,
    statement integer NOT NULL,
    counts text NOT NULL,
    at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    PRIMARY KEY (step, member, statement)
  );
  DO $stowbase$
  DECLARE
    entry pg_catalog.record;
  BEGIN
    FOR entry IN
      SELECT pg_catalog.format('REVOKE ALL ON %s FROM %s', o.object, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(r.rolname) END) AS revoke
        FROM (SELECT 'SCHEMA ${recordSchema}' AS object, n.nspowner AS owner, n.nspacl AS acl FROM pg_catalog.pg_namespace n WHERE n.nspname = '${recordSchema}'
              UNION ALL
              SELECT pg_catalog.format('TABLE ${recordSchema}.%I', c.relname), c.relowner, c.relacl
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '${recordSchema}' AND c.relkind = 'r') o,
             pg_catalog.aclexplode(o.acl) a LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
       WHERE a.grantee <> o.owner
    LOOP
      EXECUTE entry.revoke;
    END LOOP;
  END
  $stowbase$`;
