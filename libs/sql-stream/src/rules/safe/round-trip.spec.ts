import { readFileSync } from 'node:fs';
import { cutSchema } from '../../cut/schema-cut';
import { LargeObjectRewriter } from '../../large-objects/large-object-rewriter';
import { partBytes, type SqlPart } from '../../part';
import { splitStatements } from '../../scanner/split-statements';
import { ScratchPostgres } from '../../testing/scratch-postgres';
import { RuleSet } from '../rule-set';
import type { RuleWarning } from '../rule';

const testing = new URL('../../testing/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, testing), 'utf8');
const join = (parts: readonly SqlPart[]): Buffer => Buffer.concat(parts.flatMap(partBytes));

/** As hosted projects: the platform's schemas are there already and are left out of the dump. */
const EXCLUDED = ['auth', 'extensions'];
const PLATFORM = `CREATE SCHEMA auth; CREATE SCHEMA extensions; CREATE TABLE auth.users (id int PRIMARY KEY);
CREATE EXTENSION citext SCHEMA extensions; CREATE EXTENSION hstore SCHEMA public;`;

describe('the safe rules on a real dump of hostile objects', () => {
  let server: ScratchPostgres;
  let before: string;
  const warnings: RuleWarning[] = [];
  const eventTriggers: string[] = [];

  const safe = (section: 'schema' | 'data'): RuleSet =>
    RuleSet.named('safe', {
      section,
      excludedSchemas: EXCLUDED,
      onWarning: (warning) => warnings.push(warning),
      onEventTrigger: (text) => eventTriggers.push(text.toString()),
    });
  const dumpParts = (flags: readonly string[]): SqlPart[] =>
    splitStatements(server.dump('hostile', [...flags, ...EXCLUDED.map((schema) => `--exclude-schema=${schema}`)]));

  beforeAll(() => {
    server = ScratchPostgres.start();
    server.psql('postgres', 'CREATE DATABASE hostile;');
    server.psql('hostile', read('hostile.sql'));
    before = server.psql('hostile', read('fingerprint.sql')).out;
    const { schema, post } = cutSchema(dumpParts(['--schema-only']));
    const schemaRules = safe('schema');
    const [first, last] = [schema, post].map((parts) => join(parts.flatMap((part) => schemaRules.apply(part))));
    const [dataRules, largeObjects] = [safe('data'), new LargeObjectRewriter()];
    const rows = dumpParts(['--data-only', '--blobs'])
      .flatMap((part) => largeObjects.push(part))
      .flatMap((part) => dataRules.apply(part));
    server.psql('postgres', 'CREATE DATABASE restored;');
    server.psql('restored', PLATFORM);
    server.psql(
      'restored',
      Buffer.concat(
        [first, Buffer.from('\n'), join(rows), Buffer.from('\n'), last].filter((part) => part !== undefined),
      ),
    );
  }, 60_000);

  afterAll(() => server.stop());

  it('gives every definition, privilege, comment, row and large object back', () => {
    expect(server.psql('restored', read('fingerprint.sql')).out.split('\n')).toEqual(before.split('\n'));
    expect(before.split('\n').length).toBeGreaterThan(150);
  });

  it('keeps a function closed that was revoked from PUBLIC and takes a type of the platform (facts §4, 2)', () => {
    const asked =
      "SELECT has_function_privilege('anon', 'public.em(extensions.citext)', 'EXECUTE'), has_function_privilege('anon', 'public.f(auth.users)', 'EXECUTE');";
    expect(server.psql('restored', asked).out).toBe('f|f\n');
  });

  it('names what belongs to a platform role, and hands event triggers over', () => {
    expect(warnings.map((warning) => warning.object).sort()).toEqual(['function public.def', 'table public.free_log']);
    expect(eventTriggers.map((text) => text.split('\n')[0])).toEqual(
      expect.arrayContaining(['CREATE EVENT TRIGGER "ev1" ON "ddl_command_end"', 'ALTER EVENT TRIGGER "ev2" DISABLE;']),
    );
    server.psql('restored', eventTriggers.join('\n'));
  });

  it('does not need to act as the role that gave a privilege, and says so', () => {
    const grants = splitStatements(
      Buffer.from(
        'SET SESSION AUTHORIZATION "dev";\nGRANT SELECT ON TABLE "own" TO "odd ""role";\nRESET SESSION AUTHORIZATION;\n',
      ),
    );
    server.psql(
      'restored',
      'CREATE SCHEMA plain AUTHORIZATION plain; CREATE TABLE plain.own (); ALTER TABLE plain.own OWNER TO plain;',
    );
    const rules = safe('schema');
    const script = join(grants.flatMap((part) => rules.apply(part)));
    const { messages } = server.psql(
      'restored',
      `SET search_path = plain;\n${script.toString()}\nSELECT current_user;`,
      'plain',
    );
    expect(messages).toContain('Not allowed to act as role dev');
    expect(server.psql('restored', `SELECT has_table_privilege('odd "role', 'plain.own', 'SELECT');`).out).toBe('t\n');
  });
});
