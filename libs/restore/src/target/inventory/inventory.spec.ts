import { jest } from '@jest/globals';
import path from 'node:path';
import { fileSource, openArchive } from '@stowbase/archive';
import { fixtureSource, postgresFrom17, type FixtureSource } from '@stowbase/dump/testing';
import { findServerBinaries } from '@stowbase/postgres/testing';
import { parseStatement, splitStatements, type StatementInfo } from '@stowbase/sql-stream';
import { objectKey } from '../../object-key';
import type { TargetFacts } from '../target-facts';
import { lookAt, run } from '../testing/look-at';

// Two cores for all: a server's start may take its time.
jest.setTimeout(120_000);

interface Statement {
  info: StatementInfo;
  text: string;
}

/** Every statement of the definitions of a backup. */
async function definitionsOf(source: FixtureSource, clientDirs: string[]): Promise<Statement[]> {
  const { file } = await source.backup({ type: 'schema', ...(clientDirs.length > 0 ? { clientDirs } : {}) });
  const archive = await openArchive(fileSource(file));
  const found: Statement[] = [];
  for (const member of archive.members) {
    if (member.group !== 'sql' || !['schema', 'schema_post'].includes(member.kind)) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of archive.readMember(member.name)) chunks.push(chunk);
    for (const part of splitStatements(Buffer.concat(chunks))) {
      if (part.type === 'statement') found.push({ info: parseStatement(part.text), text: part.text.toString() });
    }
  }
  await archive.close();
  return found;
}

/** The key of what a CREATE statement makes; null for routines, which their owner's statement names, and for other statements. */
function createdBy({ info: { verb, objectType, schema, name, on } }: Statement): string | null {
  if (verb !== 'CREATE' || objectType === null || name === null) return null;
  const here = schema ?? '';
  switch (objectType) {
    case 'TABLE':
    case 'FOREIGN TABLE':
    case 'VIEW':
    case 'MATERIALIZED VIEW':
    case 'SEQUENCE':
    case 'INDEX':
      return objectKey.relation(here, name);
    case 'TYPE':
    case 'DOMAIN':
      return objectKey.type(here, name);
    case 'TRIGGER':
      return objectKey.trigger(here, on?.name ?? '', name);
    case 'POLICY':
      return objectKey.policy(here, on?.name ?? '', name);
    case 'RULE':
      return objectKey.rule(here, on?.name ?? '', name);
    case 'SCHEMA':
      return objectKey.schema(name);
    case 'PUBLICATION':
      return objectKey.publication(name);
    case 'SERVER':
      return objectKey.server(name);
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'AGGREGATE':
    case 'USER MAPPING':
      return null;
    default:
      return objectKey.other(objectType, here, name);
  }
}

/** `ALTER FUNCTION "public"."f"("a" integer) OWNER TO …` → the key; what stands between the outer parentheses as it is. */
function routineOf({ info, text }: Statement): string | null {
  if (info.action !== 'OWNER TO' || !['FUNCTION', 'PROCEDURE', 'AGGREGATE'].includes(info.objectType ?? ''))
    return null;
  const args = /^ALTER \w+ "(?:[^"]|"")*"\."(?:[^"]|"")*"\((.*)\) OWNER TO /s.exec(text)?.[1];
  return objectKey.routine(info.schema ?? '', info.name ?? '', args ?? '?');
}

const constraintOf = ({ info, text }: Statement): string | null => {
  const name = /ADD CONSTRAINT "((?:[^"]|"")*)"/.exec(text)?.[1]?.replaceAll('""', '"');
  return info.verb === 'ALTER' && info.objectType === 'TABLE' && info.action === 'ADD CONSTRAINT'
    ? objectKey.constraint(info.schema ?? '', info.name ?? '', name ?? '?')
    : null;
};

const newer = await postgresFrom17();
const servers: { major: number; clientDirs: string[] }[] = [
  { major: (await findServerBinaries()).major, clientDirs: [] },
  ...('missing' in newer ? [] : [{ major: newer.major, clientDirs: [path.dirname(newer.client.pgDump)] }]),
];

describe.each(servers)('the inventory of a target, PostgreSQL $major', ({ major, clientDirs }) => {
  let source: FixtureSource;
  let facts: TargetFacts;
  let definitions: Statement[];

  beforeAll(async () => {
    source = await fixtureSource({ major, fixture: 'torture', smaller: true });
    await run(source.server, 'postgres', 'CREATE STATISTICS public.stats ON a, b FROM public.stored');
    facts = await lookAt(source.server, 'postgres');
    definitions = await definitionsOf(source, clientDirs);
  });
  afterAll(() => source.stop());

  it('P-RESTORE-12 knows everything that the statements of a backup make, by the same key', () => {
    const made = definitions.map(createdBy).filter((key) => key !== null);
    expect(made.length).toBeGreaterThan(150);
    expect(made.filter((key) => !facts.objects.has(key))).toEqual([]);
  });

  it('P-RESTORE-12 tells routines apart by their arguments, exactly as pg_dump writes them', () => {
    const routines = definitions.map(routineOf).filter((key) => key !== null);
    expect(routines.length).toBeGreaterThan(25);
    expect(routines.filter((key) => !facts.objects.has(key))).toEqual([]);
  });

  it('P-RESTORE-12 knows the constraints of tables and domains', () => {
    const constraints = definitions.map(constraintOf).filter((key) => key !== null);
    expect(constraints.length).toBeGreaterThan(10);
    expect(constraints.filter((key) => !facts.objects.has(key))).toEqual([]);
    expect(facts.objects.has(objectKey.constraint('public', 'positive', 'is_positive'))).toBe(true);
  });

  it('has what only a superuser makes, and large objects, roles, extensions', () => {
    for (const key of [
      objectKey.eventTrigger('user_event; "quoted"'),
      objectKey.role('torture_a'),
      objectKey.extension('citext'),
      objectKey.other('cast', '', '"public"."nested" AS "text"'),
      objectKey.other('statistics', 'public', 'stats'),
      objectKey.relation('public', 'no_columns'),
      objectKey.type('public', 'stored'),
    ]) {
      expect([key, facts.objects.has(key)]).toEqual([key, true]);
    }
  });

  it("leaves out PostgreSQL's own objects and those of extensions, with what belongs to them", async () => {
    await run(source.server, 'supabase_admin', 'CREATE EXTENSION pg_stat_statements WITH SCHEMA public');
    const { objects } = await lookAt(source.server, 'postgres');
    const names = [...objects.keys].map((key) => JSON.parse(key) as string[]);
    const systems = names.filter(([, schema]) => /^pg_|^information_schema$/.test(schema ?? ''));
    expect(systems.filter(([kind]) => kind !== 'role' && kind !== 'extension')).toEqual([]);
    expect(names.filter(([, schema, name]) => schema === 'extensions' && /hstore|citext/.test(name ?? ''))).toEqual([]);
    expect(names.filter(([kind, , name]) => kind !== 'extension' && name?.startsWith('pg_stat_statements'))).toEqual(
      [],
    );
    expect(names.filter(([kind, schema]) => kind === 'operator class' && schema === 'public')).toEqual([]);
    await run(source.server, 'supabase_admin', 'DROP EXTENSION pg_stat_statements');
  });

  it('is the same for a role without any right', async () => {
    await run(source.server, 'supabase_admin', `CREATE ROLE nobody LOGIN PASSWORD 'nobody'`);
    source.server.passwords.set('nobody', 'nobody');
    const [all, few] = [await lookAt(source.server, 'supabase_admin'), await lookAt(source.server, 'nobody')];
    const withoutJobs = (keys: ReadonlySet<string>): string[] => [...keys].filter((key) => !/^\["cron job"/.test(key));
    expect(withoutJobs(few.objects.keys)).toEqual(withoutJobs(all.objects.keys));
    expect(few.objects.tables).toEqual(all.objects.tables);
  });
});
