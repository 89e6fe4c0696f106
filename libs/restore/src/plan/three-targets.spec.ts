import { jest } from '@jest/globals';
import { generateIdentity } from '@stowbase/archive';
import {
  diffFingerprints,
  fingerprint,
  freshTarget,
  startScratchServer,
  unexplainedDifferences,
  type Fingerprint,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import { lines, plainOwner, PlannedBackup } from './testing/planned-backup';

jest.setTimeout(180_000);

describe.each(['plain', 'torture'] as const)('the plan of a backup of the %s fixture', (fixture) => {
  let backup: PlannedBackup;
  let before: Fingerprint;

  beforeAll(async () => {
    backup = await PlannedBackup.of(fixture);
    before = await fingerprint(backup.source.server.settings('supabase_admin', 'postgres'));
  });
  afterAll(() => backup.stop());

  it.each(['zstd', 'age'])(
    'for a new Supabase project (%s) has nothing but what is made and what is there',
    async (form) => {
      const { identity, recipient } = await generateIdentity();
      const encrypted = form === 'age';
      const planned = encrypted ? await backup.another({ recipients: [recipient] }, [identity]) : backup;
      const target = await freshTarget();
      try {
        const settings = target.settings('postgres', 'postgres');
        const plan = await planned.plan(settings);
        expect(plan.counts).toMatchObject({ rewrite: 0, replace: 0, conflict: 0 });
        expect(plan.archive.encrypted).toBe(encrypted);
        expect(plan.script.members.filter(({ group }) => group !== 'sql')).toEqual([]);
        expect(plan.script.toleratesMissingRights).toBe(false);
        const { failures, skipped } = await planned.execute(settings, plan);
        expect([failures, skipped]).toEqual([[], []]);
        const after = await fingerprint(target.settings('supabase_admin', 'postgres'));
        expect(unexplainedDifferences(fixture, before, after)).toEqual({ missing: [], added: [] });
        // Said by the plan, and so it is.
        const rows = new Map(plan.tables.map(({ schema, name, rows: count }) => [`${schema}.${name}`, count]));
        expect(rows.get('auth.users')).toBeGreaterThan(0);
      } finally {
        await target.stop();
        if (encrypted) await planned.archive.close();
      }
    },
  );

  it('for a superuser of a plain PostgreSQL makes the platform first, and nothing is left out', async () => {
    const target = await startScratchServer({ superuser: 'admin' });
    try {
      const settings = target.settings('admin', 'postgres');
      const plan = await backup.plan(settings);
      expect(lines(plan, ({ action }) => action !== 'create')).toEqual([]);
      expect(lines(plan, ({ type }) => type === 'table')).toContain('create table auth.users');
      expect(plan.script.members[0]?.group).toBe('platform');
      const { failures, skipped } = await backup.execute(settings, plan);
      expect([failures, skipped]).toEqual([[], []]);
    } finally {
      await target.stop();
    }
  });

  it.each(['', 'CREATEROLE'])(
    'P-RESTORE-23 for an owner without superuser rights (%s) names all that can not be as it was; the rest is equal and no statement fails',
    async (attributes) => {
      const { server, settings } = await plainOwner(attributes);
      try {
        const plan = await backup.plan(settings);
        expect(plan.counts).toMatchObject({ conflict: 0, replace: 0 });
        expect(plan.script.toleratesMissingRights).toBe(true);
        const { failures } = await backup.execute(settings, plan);
        expect(failures).toEqual([]);
        const after = await fingerprint(server.settings('admin', 'app'));
        const { missing, added } = diffFingerprints(comparable(before), comparable(after));
        const named = new Set(
          plan.items.filter(({ action }) => action === 'skip').map(({ type, name }) => `${type} ${name}`),
        );
        const unnamed = [...missing, ...added].filter(
          (line) => !namedByDesign.test(line) && !named.has(objectOf(line)),
        );
        expect(unnamed).toEqual(attributes === '' && fixture === 'torture' ? roleNamesAsText : []);
        if (fixture === 'torture')
          expect(await roleNames(server, 'app')).toEqual(await roleNames(backup.source.server));
        const owners = plan.items.filter(({ action, type }) => action === 'rewrite' && type === 'table');
        expect(owners.map(({ name, reason }) => [name, reason])).toContainEqual([
          'auth.users',
          attributes === ''
            ? 'It belongs to app, because role supabase_auth_admin is not here.'
            : "It belongs to app, who can't give it to role supabase_auth_admin.",
        ]);
      } finally {
        await server.stop();
      }
    },
  );

  it('P-RESTORE-24 is made without changing anything on the target', async () => {
    const { server, settings } = await plainOwner('CREATEROLE');
    try {
      const all = (): Promise<Fingerprint> => fingerprint(server.settings('admin', 'app'));
      const untouched = await all();
      await backup.plan(settings);
      expect(await all()).toEqual(untouched);
    } finally {
      await server.stop();
    }
  });
});

/** Owners and privileges differ, and are named by the plan one by one. */
function comparable(facts: Fingerprint): string[] {
  return facts.map((line) =>
    line.replaceAll(/owner (?:"(?:[^"]|"")*"|\w+)/g, 'owner').replaceAll(/acl \{.*?\}(?=;|$)/gs, 'acl'),
  );
}

/** Owners, roles, role settings, event triggers, superuser extensions, and what no backup holds or restores into a plain PostgreSQL. */
const namedByDesign = new RegExp(
  [
    /^(role|membership|password|setting|parameter|default privileges|event trigger|database)\|/,
    /^comment\|(event trigger|extension|role) /,
    /^(cron job|extension\|(pg_cron|postgres_fdw|plpgsql)|language\|plpgsql|schema\|cron\||trigger\|cron\.)/,
    /^(column|constraint|index|relation|rows|routine)\|vault\.|^routine\|(graphql_public|pgbouncer|extensions)\./,
    /^comment\|function extensions\.|^publication\|supabase_realtime_messages_publication/,
    /^rows\|((auth|realtime)\.schema_migrations|(storage|supabase_functions)\.migrations|realtime\.messages_\w+|storage\.\w+)\|/,
    /^(relation|comment|column|foreign data)\|.*far_table|^foreign data\||^comment\|server /,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** `policy|public.stored p_delete|…` as the plan names it: `policy p_delete on public.stored`. A comment goes with what it is about. */
function objectOf(line: string): string {
  const [kind = '', subject = ''] = line.split('|');
  if (kind === 'comment') return subject;
  const policy = /^(\S+) (?:"(.*)"|(.*))$/s.exec(subject);
  if (kind !== 'policy' || policy === null) return `${kind} ${subject}`;
  const name = policy[2]?.replaceAll('""', '"').replaceAll('\\n', '\n') ?? policy[3] ?? '';
  return `policy ${name} on ${policy[1] ?? ''}`;
}

/** A column of type regrole could not hold the names of roles that are not here. */
const roleNamesAsText = [
  'column|public.types.rr|',
  'rows|public.types|',
  'column|public.types.rr|',
  'rows|public.types|',
].map((line) => expect.stringContaining(line) as string);

async function roleNames(server: ScratchServer, database = 'postgres'): Promise<unknown[]> {
  const { rows } = await server.with(server.superuser.user, database, (client) =>
    client.query(`SELECT id, btrim(rr::text, '"') AS name FROM public.types ORDER BY id`),
  );
  return rows as unknown[];
}
