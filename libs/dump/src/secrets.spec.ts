import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { fileSource, generateIdentity, openArchive } from '@stowbase/archive';
import type { ConnectionSettings } from '@stowbase/postgres';
import { fixtureSecrets } from '@stowbase/postgres/testing';
import { fakePgDump } from './testing/fake-pg-dump';
import { fixtureSource, type FixtureSource } from './testing/fixture-source';

const role = 'odd: "role"';
const password = `canary :\\w@rd/?#%41&'"$(id) \`x\` 🗝 -- end`;
/** As it is, as a pass file, a URL, JSON or SQL would have it. */
const forms = [
  password,
  password.replaceAll(/[:\\]/g, String.raw`\$&`),
  encodeURIComponent(password),
  JSON.stringify(password).slice(1, -1),
  password.replaceAll("'", "''"),
  'canary :',
  'canary%20',
];

describe('P-SECRETS-1 the password of the connection, full of odd characters', () => {
  let source: FixtureSource;
  let settings: ConnectionSettings;
  const seen: unknown[] = [];
  const listen = {
    onWarning: (warning: unknown): void => void seen.push(warning),
    onProgress: (progress: unknown): void => void seen.push(progress),
  };

  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'plain' });
    await source.server.with('supabase_admin', 'postgres', async (client) => {
      await client.query(
        `CREATE ROLE ${client.escapeIdentifier(role)} LOGIN SUPERUSER PASSWORD ${client.escapeLiteral(password)}`,
      );
    });
    source.server.passwords.set(role, password);
    settings = source.server.settings(role, 'postgres');
  }, 60_000);
  afterAll(() => source.stop());

  it('P-SECRETS-1 is nowhere in a backup, its contents, its warnings or its progress', async () => {
    const { file, result } = await source.backup({ source: settings, ...listen });
    expectNoSecret([inspect([seen, result], { depth: 20, maxStringLength: null })]);
    const archive = await openArchive(fileSource(file));
    const texts = [await archive.readme(), JSON.stringify(archive.manifest), JSON.stringify(await archive.contents())];
    for (const member of archive.members) {
      for await (const chunk of archive.readMember(member.name)) texts.push(chunk.toString('utf8'));
    }
    await archive.close();
    expectNoSecret([...texts, await readFile(file, 'utf8')]);
  });

  it('P-SECRETS-1 no secret of the database is in the clear parts of an encrypted archive', async () => {
    const { recipient } = await generateIdentity();
    const { file } = await source.backup({ source: settings, recipients: [recipient] });
    const bytes = await readFile(file);
    expect(fixtureSecrets.filter((secret) => bytes.includes(secret))).toEqual([]);
    expectNoSecret([bytes.toString('utf8')]);
    expect(bytes.includes('customers')).toBe(false);
  });

  it('P-SECRETS-1 is in no argument and no variable of pg_dump', async () => {
    const noted = path.join(source.folder, 'noted');
    const tools = await fakePgDump(
      `{ printf '%s\\n' "$@"; env; tr '\\0' '\\n' < /proc/$$/cmdline; } > '${noted}'; exec "$REAL" "$@"`,
    );
    try {
      await source.backup({ source: settings, clientDirs: [tools.dir] });
      const text = await readFile(noted, 'utf8');
      expect(text).toContain('PGPASSFILE=');
      expect(text).not.toContain('PGPASSWORD');
      expectNoSecret([text]);
    } finally {
      await tools.remove();
    }
  });

  it.each([
    ['pg_dump prints its pass file', 'cat "$PGPASSFILE" >&2; echo "pg_dump: error: boom" >&2; exit 1'],
    [
      'pg_dump repeats the password in a warning',
      'sed "s/^[^:]*:[^:]*:[^:]*:/pg_dump: warning: /" "$PGPASSFILE" >&2; exec "$REAL" "$@"',
    ],
  ])('P-SECRETS-1 is hidden when %s', async (_what, script) => {
    const tools = await fakePgDump(script);
    try {
      const outcome: unknown = await source
        .backup({ source: settings, clientDirs: [tools.dir], ...listen })
        .catch((error: unknown) => error);
      const text = inspect([outcome, seen], { depth: 20, maxStringLength: null, showHidden: true });
      expect(text).toContain('••••');
      expectNoSecret([text]);
    } finally {
      await tools.remove();
    }
  });

  it.each<[string, Partial<ConnectionSettings>]>([
    ['the role is unknown', { user: 'nobody' }],
    ['the database is missing', { database: 'nothing' }],
    ['nobody listens', { port: 1 }],
    ['TLS is asked for', { tls: { mode: 'require' } }],
  ])('P-SECRETS-1 is in no error: %s', async (_what, change) => {
    const error = await source.failedBackup({ source: { ...settings, ...change } });
    expect(error.code).toMatch(/^[A-Z_]+$/);
    expectNoSecret([inspect(error, { depth: 20, maxStringLength: null, showHidden: true })]);
  });
});

function expectNoSecret(texts: readonly string[]): void {
  expect(forms.filter((form) => texts.some((text) => text.includes(form)))).toEqual([]);
}
