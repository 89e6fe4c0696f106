import { fileSource, openArchive } from '@stowbase/archive';
import { fixtureSource } from '@stowbase/dump/testing';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import { noHooks, runNotes } from '../testing/run-target';
import { SmallTarget, type MadeUpMember } from '../testing/small-target';
import { restoreInOneTransaction } from './one-transaction';
import { openRestoreConnection } from './open-restore-connection';
import { sendStatements } from './send-statements';

const settings = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'client_min_messages',
  'application_name',
  'search_path',
];
const settingsOf = async (client: Client): Promise<Record<string, string>> => {
  const { rows } = await client.query<{ name: string; value: string }>(
    'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name',
    [settings],
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
};

/** As pg_dump begins. */
const preamble = `SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET client_min_messages = error;
`;

describe('the session of a restore', () => {
  let server: ScratchServer;
  let target: SmallTarget;
  beforeAll(async () => {
    server = await SmallTarget.start();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    target = await SmallTarget.on(server);
  });

  it('keeps its own settings through every member, whatever the target says', async () => {
    await target.with((client) =>
      client.query(`ALTER DATABASE ${target.database} SET statement_timeout = '300ms';
        ALTER DATABASE ${target.database} SET lock_timeout = '300ms';
        ALTER DATABASE ${target.database} SET idle_in_transaction_session_timeout = '300ms';
        ALTER DATABASE ${target.database} SET standard_conforming_strings = off;
        ALTER DATABASE ${target.database} SET default_transaction_read_only = on`),
    );
    const seen: Record<string, string>[] = [];
    const look = async (client: Client): Promise<void> => void seen.push(await settingsOf(client));
    const member: MadeUpMember = { kind: 'schema_post', sql: `${preamble}SELECT pg_catalog.pg_sleep(0.6);` };
    await target.run(
      [
        { kind: 'schema', sql: `${preamble}CREATE TABLE public.t (a text DEFAULT '\\');` },
        { kind: 'data', name: 'public.t', sql: `${preamble}COPY public.t (a) FROM stdin;\n1\n\\.\n` },
        member,
      ],
      { hooks: { before: look, after: look }, lockWaitSeconds: 7 },
    );
    expect(seen).toHaveLength(2);
    for (const one of seen)
      expect(one).toEqual({
        statement_timeout: '0',
        lock_timeout: '7s',
        idle_in_transaction_session_timeout: '0',
        client_min_messages: 'warning',
        application_name: 'stowbase',
        search_path: '"$user", public',
      });
  });

  it('waits for locks as long as it was told, although members say 0', async () => {
    await target.with((client) => client.query('CREATE TABLE public.t ()'));
    await target.with(async (other) => {
      await other.query('BEGIN; LOCK TABLE public.t');
      const error = await target.failure([{ kind: 'schema', sql: `${preamble}DROP TABLE public.t;` }], {
        lockWaitSeconds: 0.05,
      });
      expect(error).toMatchObject({ code: 'LOCK_TIMEOUT' });
    });
  });

  it('passes on what the server warns of, once, with the member; no notices', async () => {
    const warning = (text: string): string => `DO $$ BEGIN RAISE WARNING '${text}'; RAISE NOTICE 'not that'; END $$;\n`;
    const { notes } = await target.run([
      { kind: 'extensions', sql: warning('extension x is not there') + warning('extension x is not there') },
      { kind: 'cron', sql: `SET client_min_messages = notice;\n${warning('job y')}` },
    ]);
    expect(notes.warnings).toEqual([
      { code: 'SERVER_WARNING', text: 'extension x is not there', object: 'sql/00000001-extensions.sql.zst' },
      { code: 'SERVER_WARNING', text: 'job y', object: 'sql/00000002-cron.sql.zst' },
    ]);
  });

  it('says in plain words that it can not be opened', async () => {
    const nowhere = { ...target.settings, database: 'not_there' };
    await expect(openRestoreConnection(nowhere)).rejects.toMatchObject({ code: 'DATABASE_MISSING' });
  });

  it('runs statements outside of any transaction too, each batch as one', async () => {
    const client = await openRestoreConnection(target.settings);
    const place = (statement: number) => ({ member: 'm', statement, table: null, line: null });
    const texts = ['CREATE TABLE public.t (a integer)', 'CREATE TABLE public.t (a integer);'].map((text, at) => ({
      text: Buffer.from(text),
      place: place(at + 1),
    }));
    try {
      const failed = sendStatements(client, texts, { aftermath: 'unfinished' });
      await expect(failed).rejects.toMatchObject({ code: 'STATEMENT_FAILED', place: { statement: 2 } });
      await expect(failed).rejects.toThrow('What was restored before stays');
      expect(await target.objects()).toEqual([]);
      await sendStatements(client, texts.slice(0, 1), { aftermath: 'unfinished' });
      expect(await target.objects()).toEqual(['t']);
    } finally {
      await client.end();
    }
  });
});

describe('a database without an encoding', () => {
  it('F53 comes back byte for byte, rows and definitions', async () => {
    const ascii = { encoding: 'SQL_ASCII', locale: 'C' };
    const source = await fixtureSource(ascii);
    const target = await freshTarget(ascii);
    try {
      await source.sql(`DO $$ BEGIN
          EXECUTE E'CREATE TABLE "café ☕" ("ü" text DEFAULT ''\\xfe'')';
          EXECUTE E'INSERT INTO "café ☕" VALUES (''\\x80\\xe9\\n\\xff'')';
          EXECUTE E'COMMENT ON TABLE "café ☕" IS ''\\xe9t\\xe9''';
        END $$`);
      const { file } = await source.backup();
      const archive = await openArchive(fileSource(file));
      const notes = await runNotes(archive, target.settings('postgres', 'postgres'));
      await restoreInOneTransaction(notes.context, noHooks);
      const print = `SELECT encode(concat("ü", pg_get_expr(adbin, adrelid), obj_description(adrelid))::bytea, 'hex') AS hex
        FROM "café ☕", pg_attrdef WHERE adrelid = '"café ☕"'::regclass`;
      const [before, after] = await Promise.all(
        [source.server, target].map((one) =>
          one.with('postgres', 'postgres', async (client) => (await client.query<{ hex: string }>(print)).rows),
        ),
      );
      expect(before).toEqual([{ hex: expect.stringMatching(/^80e90aff27fe27.*e974e9$/) as unknown }]);
      expect(after).toEqual(before);
    } finally {
      await target.stop();
      await source.stop();
    }
  }, 120_000);
});
