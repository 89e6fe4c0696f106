import type { Archive, ArchiveMember } from '@stowbase/archive';
import { runAsItIs, type RestoreScript } from '../../script/restore-script';
import { tableKey } from '../../table-name';
import { planRounds, type Rounds } from './rounds';

const script: RestoreScript = { members: [], decide: runAsItIs, toleratesMissingRights: false };

/** A plan for members with these statements, numbered from 1. */
async function plan(
  members: readonly string[][],
  { partitioned = [] as string[], decide = script.decide } = {},
): Promise<Rounds> {
  const list = members.map(
    (_, index) => ({ number: index + 1, name: `${index + 1}`, rawSize: 10_000 }) as ArchiveMember,
  );
  const readMember = async function* (name: string): AsyncGenerator<Buffer> {
    for (const statement of members[Number(name) - 1]!) yield await Promise.resolve(Buffer.from(`${statement}\n`));
  };
  return planRounds(
    { archive: { readMember } as unknown as Archive, script: { ...script, decide } },
    { members: list, partitioned: new Set(partitioned.map((name) => tableKey({ schema: 's', name }))) },
  );
}

const index = (table: string, name = `${table}_i`): string =>
  `CREATE INDEX "${name}" ON "s"."${table}" USING "btree" ("a");`;
const primary = (table: string): string =>
  `ALTER TABLE ONLY "s"."${table}" ADD CONSTRAINT "${table}_k" PRIMARY KEY ("a");`;
const foreign = (table: string, other: string): string =>
  `ALTER TABLE ONLY "s"."${table}" ADD CONSTRAINT "${table}_f" FOREIGN KEY ("a") REFERENCES "s"."${other}"("a");`;
const comment = 'COMMENT ON INDEX "s"."x" IS \'x\';';
const rule = 'CREATE RULE "r" AS ON INSERT TO "s"."t" DO NOTHING;';
const grant = 'GRANT SELECT ON TABLE "s"."t" TO "anon";';

const shape = ({ rounds, cut }: Rounds): unknown => ({
  rounds: rounds.map(({ kind, keys, from, to, hasRest }) => [
    kind,
    keys.map(({ member, statement }) => `${member}.${statement}`).join(' '),
    `${from.member}.${from.statement}`,
    to.member === Number.MAX_SAFE_INTEGER ? 'end' : `${to.member}.${to.statement}`,
    hasRest,
  ]),
  cut: cut === null ? null : `${cut.member}.${cut.statement}`,
});

describe('the rounds of schema_post', () => {
  it('take keys together as long as only what leans on them stands between', async () => {
    const statements = [
      'SET x = 1;',
      primary('a'),
      comment,
      index('b'),
      'ALTER TABLE "s"."b" CLUSTER ON "b_i";',
      index('c'),
      rule,
    ];
    expect(shape(await plan([statements]))).toEqual({
      rounds: [['key', '1.1 1.3 1.5', '0.0', 'end', true]],
      cut: null,
    });
  });

  it('never bring a key before anything else', async () => {
    const view = 'CREATE MATERIALIZED VIEW "s"."m" AS SELECT 1;';
    expect(shape(await plan([[primary('a'), view, index('m'), comment]]))).toEqual({
      rounds: [
        ['key', '1.0', '0.0', '1.2', true],
        ['key', '1.2', '1.2', 'end', true],
      ],
      cut: null,
    });
  });

  it('make foreign keys when all other keys are there', async () => {
    expect(shape(await plan([[primary('a'), foreign('b', 'a'), index('c'), foreign('a', 'b')]]))).toEqual({
      rounds: [
        ['key', '1.0', '0.0', '1.1', false],
        ['foreign-key', '1.1', '1.1', '1.2', false],
        ['key', '1.2', '1.2', '1.3', false],
        ['foreign-key', '1.3', '1.3', 'end', false],
      ],
      cut: null,
    });
  });

  it('end at the first privilege, which may be in a later member', async () => {
    expect(shape(await plan([[index('a')], [index('b'), rule, grant, index('c')]]))).toEqual({
      rounds: [['key', '1.0 2.0', '0.0', '2.2', true]],
      cut: '2.2',
    });
    expect(shape(await plan([[grant, index('a')]]))).toEqual({ rounds: [], cut: '1.0' });
    expect(shape(await plan([['SET x = 1;', 'RESET ALL;']]))).toEqual({ rounds: [], cut: null });
  });

  it('leave partitioned tables, and what is not run, to what follows', async () => {
    expect(shape(await plan([[primary('p'), index('p1'), primary('p1')]], { partitioned: ['p'] }))).toEqual({
      rounds: [['key', '1.1 1.2', '0.0', 'end', true]],
      cut: null,
    });
    const skipped: RestoreScript['decide'] = (part, _member, at) =>
      at === 0 ? { do: 'skip', reason: 'not here' } : runAsItIs(part);
    expect(shape(await plan([[index('a'), index('b')]], { decide: skipped }))).toEqual({
      rounds: [['key', '1.1', '0.0', 'end', true]],
      cut: null,
    });
  });

  it('know the settings that hold where a key stands, what it locks, and its rewritten text', async () => {
    const renamed: RestoreScript['decide'] = (part) =>
      part.text.includes('"a"."') ? { do: 'run', text: Buffer.from(index('new')) } : runAsItIs(part);
    const { rounds } = await plan(
      [
        [
          "SET default_tablespace = '';",
          primary('t'),
          "SET default_tablespace = 'fast';",
          'CREATE INDEX "i" ON "a"."b" ("c");',
        ],
        [foreign('u', 't')],
      ],
      { decide: renamed },
    );
    expect(rounds.flatMap(({ keys }) => keys)).toMatchObject([
      { settings: "SET default_tablespace = '';\n", table: { schema: 's', name: 't' }, use: 'alone', references: null },
      { settings: "SET default_tablespace = 'fast';\n", table: { schema: 's', name: 'new' }, use: 'shared' },
      { settings: '', table: { name: 'u' }, references: { schema: 's', name: 't' } },
    ]);
  });
});
