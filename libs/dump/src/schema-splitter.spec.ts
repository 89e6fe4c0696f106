import { splitStatements } from '@stowbase/sql-stream';
import { SchemaSplitter } from './schema-splitter';
import { recordingArchive, type RecordedMember } from './testing/recording-archive';

const spec = { group: 'sql', kind: 'schema' } as const;
const header = "SET default_tablespace = '';\n";
const table = (n: number): string => `\nCREATE TABLE "public"."t${n}" ("id" int);\n`;
const index = (n: number, size = 0): string =>
  `\nCREATE INDEX "i${n}" ON "public"."t${n}" ("id") WHERE "id" > ${'1 +'.repeat(size / 3)} 0;\n`;

async function split(
  script: string,
  holdLimit = Infinity,
): Promise<{ schema: RecordedMember[]; post: RecordedMember[]; stored: number; before: number; whole: boolean }> {
  const { target, members } = recordingArchive();
  const splitter = new SchemaSplitter(target, spec, holdLimit);
  for (const part of splitStatements(Buffer.from(script))) await splitter.take(part, [part]);
  const { held, stored, statementsBeforeRows } = await splitter.finish();
  const schema = [...members];
  for (const member of held ?? []) await target.addHeld({ group: 'sql', kind: 'schema_post' }, member);
  return { schema, post: members.slice(schema.length), stored, before: statementsBeforeRows, whole: held !== null };
}

const statements = (members: readonly RecordedMember[]): string[] =>
  members.flatMap(({ sql }) => sql.match(/CREATE (?:TABLE|INDEX) "[^ (]+/g) ?? []);
const MiB = 1024 * 1024;

describe('a schema dump divided at the rows', () => {
  it('stores what rows need, holds what comes after them, each member with its settings', async () => {
    const { schema, post } = await split(header + table(1) + table(2) + index(1) + index(2));
    expect(statements(schema)).toEqual(['CREATE TABLE "public"."t1"', 'CREATE TABLE "public"."t2"']);
    expect(statements(post)).toEqual(['CREATE INDEX "i1"', 'CREATE INDEX "i2"']);
    for (const { sql } of [...schema, ...post]) {
      expect(sql.startsWith("SET default_tablespace = '';")).toBe(true);
      expect(sql.endsWith('\nRESET ALL;\n')).toBe(true);
    }
  });

  it('what was held before a later table is stored after all, in order', async () => {
    const { schema, post } = await split(
      header + table(1) + index(1, 5 * MiB) + index(2, 3 * MiB) + index(3, 3 * MiB) + table(2) + index(4),
    );
    expect(statements(schema)).toEqual([
      'CREATE TABLE "public"."t1"',
      'CREATE INDEX "i1"',
      'CREATE INDEX "i2"',
      'CREATE INDEX "i3"',
      'CREATE TABLE "public"."t2"',
    ]);
    expect(statements(post)).toEqual(['CREATE INDEX "i4"']);
  });

  it('too much to hold: says from where the dump has to be read again', async () => {
    const { schema, stored, before, whole } = await split(
      header + table(1) + index(1, 3 * MiB) + index(2, 3 * MiB) + index(3, 3 * MiB) + table(2) + index(4),
      2 * MiB,
    );
    expect(whole).toBe(false);
    expect(statements(schema)).toEqual(['CREATE TABLE "public"."t1"']);
    // The SET and the first table are stored; up to the second table everything belongs before the rows.
    expect([stored, before]).toEqual([2, 6]);
  });
});
