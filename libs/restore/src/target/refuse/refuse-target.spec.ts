import { jest } from '@jest/globals';
import { fileSource, openArchive, type Contents, type Manifest } from '@stowbase/archive';
import { fixtureSource, restoreByHand, type FixtureSource } from '@stowbase/dump/testing';
import { freshTarget, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Selection } from '../../request';
import type { TargetFacts } from '../target-facts';
import { addRole, lookAt, run } from '../testing/look-at';
import { refuseTarget, type TargetCheck } from './refuse-target';

// Two cores for all: a server's start may take its time.
jest.setTimeout(120_000);

interface Backup {
  file: string;
  contents: Contents;
  manifest: Manifest;
}

async function backupOf(source: FixtureSource, type: Contents['type'] = 'full'): Promise<Backup> {
  const { file } = await source.backup({ type });
  const archive = await openArchive(fileSource(file));
  const contents = await archive.contents();
  await archive.close();
  return { file, contents, manifest: archive.manifest };
}

/** What would be said: the code and the texts, or `null` when the target is taken. */
function said(
  facts: TargetFacts,
  { contents, manifest }: Backup,
  request: Partial<TargetCheck['request']> = {},
): { code: string; message: string; nextStep: string } | null {
  try {
    refuseTarget({ facts, contents, manifest, request: { mode: 'empty', only: [], ...request } });
    return null;
  } catch (error) {
    return error as { code: string; message: string; nextStep: string };
  }
}

const only = (...kinds: ('roles' | 'schema' | 'data' | 'history')[]): { only: Selection[] } => ({
  only: kinds.map((kind) => ({ kind })),
});
const table = (from: string, to = from): { only: Selection[] } => ({
  only: [{ kind: 'table', from: { schema: 'public', name: from }, to: { schema: 'public', name: to } }],
});
const everyMode = [{ mode: 'empty' }, { mode: 'add' }, { mode: 'replace' }] as const;

describe('which target a backup may go to', () => {
  let source: FixtureSource;
  let target: ScratchServer;
  let backup: Backup;
  let ofSource: TargetFacts;
  let fresh: TargetFacts;

  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'plain' });
    backup = await backupOf(source);
    ofSource = await lookAt(source.server, 'postgres');
    target = await freshTarget();
    fresh = await lookAt(target, 'postgres');
  });
  afterAll(() => Promise.all([source.stop(), target.stop()]));

  it('a fresh one takes it in every mode', () => {
    for (const mode of everyMode) expect(said(fresh, backup, mode)).toBeNull();
  });

  it("F37 H38 one that holds a user's object is refused, by name, unless something else was asked for", async () => {
    await run(target, 'postgres', 'CREATE TABLE public."odd\nname" (n int)');
    const facts = await lookAt(target, 'postgres');
    expect(said(facts, backup)).toMatchObject({
      code: 'TARGET_HAS_OBJECTS',
      message: 'The target is not empty: table public.odd name. Nothing was changed.',
      nextStep: expect.stringMatching(/--into-nonempty.*--replace/) as string,
    });
    expect(said(facts, backup, { mode: 'add' })).toBeNull();
    expect(said(facts, backup, { mode: 'replace' })).toBeNull();
    expect(said(facts, backup, { resume: true })).toBeNull();
    await run(target, 'postgres', 'DROP TABLE public."odd\nname"');
  });

  it('F37 a plain PostgreSQL with a table is refused too', async () => {
    const plain = await startScratchServer();
    expect(said(await lookAt(plain, 'postgres'), backup)).toBeNull();
    await run(plain, 'postgres', 'CREATE TABLE public.mine (n int)');
    expect(said(await lookAt(plain, 'postgres'), backup)?.code).toBe('TARGET_HAS_OBJECTS');
    await plain.stop();
  });

  it('names five of many', () => {
    const { message } = said({ ...ofSource, systemIdentifier: null }, backup) ?? { message: '' };
    expect(message).toMatch(
      /^The target is not empty: table [^,]+(, table [^,]+){4} and \d+ more\. Nothing was changed\.$/,
    );
  });

  describe('the source itself', () => {
    it('H38 is refused, by its system identifier, except to be replaced', () => {
      for (const mode of ['empty', 'add'] as const) {
        expect(said(ofSource, backup, { mode })).toMatchObject({
          code: 'TARGET_IS_SOURCE',
          message: expect.stringContaining('database "postgres" of the same PostgreSQL cluster') as string,
        });
      }
      expect(said(ofSource, backup, { mode: 'replace' })).toBeNull();
    });

    it('H38 is refused by its ref; a physical copy with another ref is another project', () => {
      const withRef = (ref: string | null): Backup => ({
        ...backup,
        contents: { ...backup.contents, project: { name: 'shop', ref } },
      });
      const facts = { ...ofSource, ref: 'abcdefghijklmnopqrst' };
      expect(said({ ...facts, systemIdentifier: null }, withRef(facts.ref))).toMatchObject({
        code: 'TARGET_IS_SOURCE',
        message: expect.stringContaining('project abcdefghijklmnopqrst') as string,
      });
      expect(said(facts, withRef('zzzzzzzzzzzzzzzzzzzz'), { mode: 'add' })).toBeNull();
      expect(said(facts, withRef(null), { mode: 'add' })?.code).toBe('TARGET_IS_SOURCE');
    });

    it('another database of the same cluster is not it, nor one of the same name elsewhere', () => {
      expect(said({ ...ofSource, database: 'other' }, backup, { mode: 'add' })).toBeNull();
      expect(said({ ...ofSource, systemIdentifier: fresh.systemIdentifier }, backup, { mode: 'add' })).toBeNull();
      const old = { ...backup.contents.source, systemIdentifier: null };
      expect(said(ofSource, { ...backup, contents: { ...backup.contents, source: old } }, { mode: 'add' })).toBeNull();
    });

    it('takes its backup back once it was wiped', async () => {
      const wiped = await fixtureSource();
      await wiped.sql('CREATE TABLE public.t (n int)');
      const ofWiped = await backupOf(wiped);
      await wiped.sql('DROP TABLE public.t');
      expect(said(await lookAt(wiped.server, 'postgres'), ofWiped)).toBeNull();
      await wiped.stop();
    });

    it('takes one table under another name, which touches nothing that is there', () => {
      for (const mode of ['empty', 'add'] as const) {
        expect(said(ofSource, backup, { mode, ...table('orders', 'orders_restored') })).toBeNull();
        expect(said(ofSource, backup, { mode, ...table('orders') })?.code).toBe('TARGET_IS_SOURCE');
      }
    });
  });

  describe('its server', () => {
    it('H38 of an older major is refused, unless the person wants it', () => {
      const older = { ...fresh, serverVersionNum: backup.manifest.serverVersionNum - 10_000 };
      expect(said(older, backup)).toMatchObject({
        code: 'TARGET_OLDER',
        nextStep: expect.stringContaining('--allow-older-server') as string,
      });
      expect(said(older, backup, { allowOlderServer: true })).toBeNull();
      expect(said({ ...fresh, serverVersionNum: backup.manifest.serverVersionNum + 30_000 }, backup)).toBeNull();
    });

    it('before 14 is refused whatever is asked', () => {
      const ancient = { ...fresh, serverVersionNum: 130_010, serverVersion: '13.10' };
      expect(said(ancient, backup, { allowOlderServer: true })).toMatchObject({
        code: 'TARGET_TOO_OLD',
        message: expect.stringContaining('13.10') as string,
      });
    });

    it('that accepts no changes is refused in every mode', async () => {
      await run(target, 'postgres', 'ALTER DATABASE postgres SET default_transaction_read_only = on');
      const facts = await lookAt(target, 'postgres');
      for (const mode of everyMode) expect(said(facts, backup, mode)?.code).toBe('TARGET_READ_ONLY');
      await run(
        target,
        'postgres',
        'SET default_transaction_read_only = off',
        'ALTER DATABASE postgres RESET default_transaction_read_only',
      );
    });
  });

  describe('a user', () => {
    it('who may not create anything is refused, with the GRANT that mends it', async () => {
      await addRole(target, 'narrow');
      const facts = await lookAt(target, 'narrow');
      for (const asked of [{}, only('schema'), only('history')]) {
        expect(said(facts, backup, asked)).toMatchObject({
          code: 'TARGET_RIGHTS_MISSING',
          nextStep: expect.stringContaining('GRANT CREATE ON DATABASE "postgres" TO "narrow";') as string,
        });
      }
      expect(said(facts, backup, table('orders'))).toBeNull();
    });

    it('who owns a database and has no other right is taken', async () => {
      await addRole(target, 'owner');
      await run(target, 'supabase_admin', 'CREATE DATABASE owned OWNER owner');
      expect(said(await lookAt(target, 'owner', 'owned'), backup)).toBeNull();
    });

    it('who may not create roles is refused when nothing but roles was asked for', async () => {
      const facts = await lookAt(target, 'owner', 'owned');
      expect(said(facts, backup, only('roles'))?.code).toBe('TARGET_RIGHTS_MISSING');
      expect(said(facts, backup, only('roles', 'schema'))).toBeNull();
    });
  });

  describe('a part of a backup', () => {
    it('roles go anywhere: they belong to the cluster', () => {
      expect(said({ ...ofSource, systemIdentifier: null }, backup, only('roles'))).toBeNull();
    });

    it('the schema needs an empty target', () => {
      expect(said({ ...ofSource, systemIdentifier: null }, backup, only('roles', 'schema'))?.code).toBe(
        'TARGET_HAS_OBJECTS',
      );
    });

    it('the history needs a target without one, whatever else is there', async () => {
      await run(target, 'postgres', 'CREATE TABLE public.mine (n int)');
      expect(said(await lookAt(target, 'postgres'), backup, only('history'))).toBeNull();
      await run(target, 'postgres', 'CREATE SCHEMA supabase_migrations');
      expect(said(await lookAt(target, 'postgres'), backup, only('history'))).toMatchObject({
        code: 'TARGET_HAS_OBJECTS',
        message: expect.stringContaining('schema supabase_migrations') as string,
      });
      await run(target, 'postgres', 'DROP SCHEMA supabase_migrations', 'DROP TABLE public.mine');
    });

    it('a table needs its name to be free', async () => {
      await run(target, 'postgres', 'CREATE VIEW public.orders AS SELECT 1 AS one');
      const facts = await lookAt(target, 'postgres');
      expect(said(facts, backup, table('orders'))).toMatchObject({
        code: 'TARGET_HAS_OBJECTS',
        message: expect.stringContaining('table public.orders') as string,
      });
      expect(said(facts, backup, table('orders', 'orders_old'))).toBeNull();
      expect(said(facts, backup, table('customers'))).toBeNull();
      await run(target, 'postgres', 'DROP VIEW public.orders');
    });

    it("a table of the platform's is there already, and needs to be without rows", async () => {
      const users = { schema: 'auth', name: 'users' };
      const rowsOfUsers: { only: Selection[] } = { only: [{ kind: 'table', from: users, to: users }] };
      expect(said(fresh, backup, rowsOfUsers)).toBeNull();
      await run(target, 'postgres', 'INSERT INTO auth.users (id) VALUES (gen_random_uuid())');
      expect(said(await lookAt(target, 'postgres'), backup, rowsOfUsers)).toMatchObject({
        code: 'TARGET_HAS_OBJECTS',
        message: expect.stringContaining('rows in auth.users') as string,
      });
      await run(target, 'postgres', 'DELETE FROM auth.users');
    });

    it('rows need their tables, and no row in them', async () => {
      const filled = await freshTarget();
      const data = await backupOf(source, 'data');
      const asked = [
        [backup, only('data')],
        [backup, only('roles', 'data')],
        [data, {}],
      ] as const;
      const beforeSchema = await lookAt(filled, 'postgres');
      for (const [what, part] of asked) {
        expect(said(beforeSchema, what, part)).toMatchObject({
          code: 'TARGET_LACKS_TABLES',
          message: expect.stringMatching(/public\.articles.* and \d+ more/) as string,
        });
      }
      const schema = await backupOf(source, 'schema');
      await restoreByHand(schema.file, { target: filled, user: 'postgres' });
      const empty = await lookAt(filled, 'postgres');
      expect(empty.userObjects.count).toBeGreaterThan(40);
      for (const [what, part] of asked) expect(said(empty, what, part)).toBeNull();
      await run(filled, 'postgres', `INSERT INTO public.countries VALUES ('CH', 'Schweiz')`);
      const withRow = await lookAt(filled, 'postgres');
      for (const [what, part] of asked) {
        expect(said(withRow, what, part)).toMatchObject({
          code: 'TARGET_HAS_OBJECTS',
          message: 'The target has rows already: rows in public.countries. Nothing was changed.',
        });
        expect(said(withRow, what, { mode: 'add', ...part })).toBeNull();
      }
      await filled.stop();
    });
  });
});
