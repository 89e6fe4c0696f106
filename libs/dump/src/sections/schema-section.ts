import { RuleSet, type SqlPart } from '@stowbase/sql-stream';
import { dumpParts, type DumpParts, type DumpSession } from '../dump-session';
import { schemaArguments } from '../pg-dump-arguments';
import { SchemaSplitter, type SplitSchema } from '../schema-splitter';
import { StatementMembers } from '../statement-members';
import { storeAs } from '../store-dump';

const schemaSpec = { group: 'sql', kind: 'schema' } as const;
const postSpec = { group: 'sql', kind: 'schema_post' } as const;
/** Most compressed bytes of `schema_post` held while the rows are written. */
const holdLimit = 32 * 1024 * 1024;

export function startSchemaDump(session: DumpSession): DumpParts {
  const { schemas, skippedInSchema } = session.scope;
  return dumpParts(
    session,
    schemaArguments(session.command, { schemas: schemas.skippedInSchema, tables: skippedInSchema }),
  );
}

/** Definitions the rows need, stored; what comes after the rows, held. */
export async function storeSchema(session: DumpSession, dump: DumpParts): Promise<SplitSchema> {
  const splitter = new SchemaSplitter(session.target, schemaSpec, holdLimit);
  for await (const { part, kept } of schemaParts(session, dump)) await splitter.take(part, kept);
  const split = await splitter.finish();
  if (split.held === null) await storeRange(session, split.stored, split.statementsBeforeRows, 'schema');
  return split;
}

/** Constraints, indexes, triggers, policies, grants: everything behind the rows. */
export async function storeSchemaPost(session: DumpSession, split: SplitSchema): Promise<void> {
  if (split.held === null) {
    await storeRange(session, split.statementsBeforeRows, Infinity, 'schema_post');
    return;
  }
  for (const member of split.held) await session.target.addHeld(postSpec, member);
}

/** Too much to hold: the same dump once more, under the same snapshot, from one statement to another. */
async function storeRange(
  session: DumpSession,
  from: number,
  to: number,
  kind: 'schema' | 'schema_post',
): Promise<void> {
  const members = new StatementMembers(storeAs(session.target, kind === 'schema' ? schemaSpec : postSpec));
  let index = 0;
  for await (const { kept } of schemaParts(session, startSchemaDump(session))) {
    for (const statement of kept) {
      if (statement.type !== 'statement') continue;
      if (index >= from && index < to)
        await members.add(Buffer.concat([statement.lead, statement.text]), statement.text);
      else members.observe(statement.text);
      index += 1;
    }
  }
  await members.close();
}

/** Each part as pg_dump wrote it, with what the rules made of it: the cut is decided before the rules. */
async function* schemaParts(session: DumpSession, dump: DumpParts): AsyncGenerator<{ part: SqlPart; kept: SqlPart[] }> {
  const rules = RuleSet.named('safe', {
    section: 'schema',
    excludedSchemas: session.scope.schemas.skippedInSchema,
    onWarning: session.warn,
  });
  for await (const batch of dump) {
    for (const part of batch) yield { part, kept: rules.apply(part) };
  }
  for (const part of rules.end()) yield { part, kept: [part] };
}
