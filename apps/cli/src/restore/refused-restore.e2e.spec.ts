import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { generateIdentity } from '@stowbase/archive';
import { buildSmallArchive, forgeArchive } from '@stowbase/archive/testing';
import type { Forgery } from '@stowbase/archive/testing';
import { fixtureSource } from '@stowbase/dump/testing';
import type { FixtureSource } from '@stowbase/dump/testing';
import { fingerprint } from '@stowbase/postgres/testing';
import type { Fingerprint } from '@stowbase/postgres/testing';
import { stowbase } from '../testing/built-cli';
import { describedShape, differences, shapeOf } from '../testing/document-shape';
import { containing } from '../testing/matchers';
import { canary } from '../testing/project-database';
import { retoldArchive } from '../testing/retold-archive';
import { targetDatabase } from '../testing/target-database';
import type { TargetDatabase } from '../testing/target-database';

let source: FixtureSource;
let target: TargetDatabase;
let untouched: Fingerprint;
let folder: string;
let whole: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-refused-'));
  [source, target] = await Promise.all([fixtureSource({ fixture: 'plain' }), targetDatabase()]);
  const { file } = await source.backup();
  whole = await readFile(file);
  untouched = await target.fingerprint();
  const [mine, other] = [await generateIdentity(), await generateIdentity()];
  await writeFile(join(folder, 'other.txt'), other.identity, { mode: 0o600 });
  await writeFile(join(folder, 'public.txt'), mine.recipient, { mode: 0o600 });
  await writeFile(join(folder, 'whole.tar'), whole);
  await writeFile(join(folder, 'sealed.tar'), await retoldArchive(file, { recipients: [mine.recipient] }));
  await writeFile(
    join(folder, 'newer.tar'),
    await retoldArchive(file, {
      identity: { serverVersionNum: 190_001 },
      contents: { project: { name: 'x', ref: null } },
    }),
  );
}, 120_000);
afterAll(async () => {
  await source.stop();
  await target.server.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  expect(await target.fingerprint()).toEqual(untouched);
}, 30_000);

const yes = ['--yes-restore-into', 'postgres'];

/** Must fail with this exit code and code, in one sentence of its own (under what the server said), and print no result. */
async function refused(args: string[], exitCode: number, code: string, sentence: RegExp, url = target.url) {
  const run = await stowbase(['restore', ...args], { cwd: folder, env: { TARGET_DATABASE_URL: url } });
  expect(run.stderr).toMatch(sentence);
  expect(run).toMatchObject({ code: exitCode, stdout: '', stderr: containing(`[${code}]\n`) });
  expect(run.stderr).not.toContain(canary);
  expect(run.stderr).not.toContain('INTERNAL');
}

/** A file in the folder, restored and refused. */
async function refusedFile(bytes: Buffer, code: string, sentence: RegExp): Promise<void> {
  await writeFile(join(folder, 'bad.tar'), bytes);
  await refused(['bad.tar', ...yes], 4, code, sentence);
}

describe('H37 a backup that is unfinished or damaged is not restored (P-RESTORE-72)', () => {
  it.each(['data-', 'schema_post', 'roles'])('one bit of %s turned round', async (kind) => {
    const bytes = Buffer.from(whole);
    const header = bytes.indexOf(`-${kind}`);
    const at = header - (header % 512) + 512 + 20;
    bytes[at] = bytes[at]! ^ 1;
    await refusedFile(bytes, 'ARCHIVE_DAMAGED', new RegExp(`damaged.*-${kind}.*Nothing was changed`));
  });

  it.each([
    ['without its END', (bytes: Buffer) => bytes.subarray(0, -2048)],
    ['in the middle', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['to nothing', (bytes: Buffer) => bytes.subarray(0, 0)],
  ])('cut %s', async (_title, cut) => {
    await refusedFile(cut(whole), 'ARCHIVE_NOT_COMPLETE', /not a complete backup/);
  });

  it('the plan of one is refused the same', async () => {
    await writeFile(join(folder, 'bad.tar'), whole.subarray(0, -2048));
    await refused(['bad.tar', '--plan'], 4, 'ARCHIVE_NOT_COMPLETE', /not a complete backup/);
  });

  it('with --json it is one document', async () => {
    await writeFile(join(folder, 'bad.tar'), whole.subarray(0, -2048));
    const run = await stowbase(['restore', 'bad.tar', ...yes, '--json'], {
      cwd: folder,
      env: { TARGET_DATABASE_URL: target.url },
    });
    expect(run.code).toBe(4);
    expect(differences(await describedShape('Failure'), shapeOf(JSON.parse(run.stdout)))).toEqual([]);
  });
});

describe('H38 a target that must not be restored into (P-RESTORE-72)', () => {
  it('the database the backup was made of, also beside what is there', async () => {
    const before = await fingerprint(source.server.settings('supabase_admin', 'postgres'));
    const url = `${source.server.url('postgres', 'postgres')}?sslmode=disable`;
    await refused(
      ['whole.tar', ...yes],
      1,
      'TARGET_IS_SOURCE',
      /where this backup came from.*Nothing was changed.*--replace/,
      url,
    );
    await refused(['whole.tar', ...yes, '--into-nonempty'], 1, 'TARGET_IS_SOURCE', /where this backup came from/, url);
    expect(await fingerprint(source.server.settings('supabase_admin', 'postgres'))).toEqual(before);
  });

  it('one that holds something already', async () => {
    await target.sql('CREATE TABLE public.mine (id int)');
    try {
      await refused(['whole.tar', ...yes], 1, 'TARGET_HAS_OBJECTS', /public\.mine.*--into-nonempty/);
    } finally {
      await target.sql('DROP TABLE public.mine');
    }
  });

  it('one in which something stands in the way, also beside what is there', async () => {
    await target.sql('CREATE TABLE public.orders (id int)');
    try {
      await refused(['whole.tar', ...yes, '--into-nonempty'], 1, 'PLAN_CONFLICTS', /table public\.orders/);
    } finally {
      await target.sql('DROP TABLE public.orders');
    }
  });

  it('a server older than the source, unless it is allowed', async () => {
    await refused(['newer.tar', ...yes], 1, 'TARGET_OLDER', /PostgreSQL 1\d.*PostgreSQL 19.*--allow-older-server/);
  });

  it('one that takes no changes', async () => {
    await target.sql('ALTER ROLE postgres SET default_transaction_read_only = on');
    try {
      await refused(['whole.tar', ...yes], 1, 'TARGET_READ_ONLY', /read-only/);
    } finally {
      await target.server.with(target.server.superuser.user, 'postgres', (client) =>
        client.query('ALTER ROLE postgres RESET default_transaction_read_only'),
      );
    }
  });

  it('a wrong password is said in words and not repeated', async () => {
    const url = target.url.replace(encodeURIComponent(canary), 'S0me-Other-W0rd');
    await refused(['whole.tar', ...yes], 1, 'AUTH_FAILED', /^(?!.*S0me-Other-W0rd).*password/, url);
  });
});

describe('H39 what is no archive, or a hostile one (P-RESTORE-72)', () => {
  const sql = 'CREATE TABLE public.evil ();\n';
  const member = {
    name: 'sql/00000001-schema.sql.zst',
    stored: zstdCompressSync(sql),
    rawSize: Buffer.byteLength(sql),
  };
  const forged = (change: Partial<Forgery>): Buffer => forgeArchive({ members: [member], ...change });

  it.each([
    ['plain SQL with a psql command', Buffer.from('\\! touch evil\n'.repeat(400))],
    ['a custom-format dump', Buffer.concat([Buffer.from('PGDMP\x01\x0e'), Buffer.alloc(4096, 7)])],
    ['a zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(4092, 1)])],
  ])('%s', async (_title, bytes) => {
    await refusedFile(bytes, 'ARCHIVE_NOT_OURS', /not a Stowbase archive/);
  });

  it("another program's tar", async () => {
    execFileSync('tar', ['-cf', join(folder, 'foreign.tar'), '-C', folder, 'public.txt']);
    await refused(['foreign.tar', ...yes], 4, 'ARCHIVE_NOT_COMPLETE', /not a complete backup/);
  });

  it.each(['../evil.sql', '/etc/passwd', 'sql/../../evil.sql'])('an entry named %s', async (name) => {
    await refusedFile(forged({ members: [{ ...member, name }] }), 'ARCHIVE_LYING_MANIFEST', /contradicts its own/);
  });

  it('a manifest that lies about its members', async () => {
    const lie: Forgery['lie'] = (manifest) => ({ ...manifest, rawBytes: manifest.rawBytes + 1 });
    await refusedFile(forged({ lie }), 'ARCHIVE_LYING_MANIFEST', /contradicts its own manifest/);
  });

  it('a manifest that leaves a member out', async () => {
    const hidden = { ...member, name: 'sql/00000009-schema.sql.zst' };
    await refusedFile(forged({ smuggled: [hidden] }), 'ARCHIVE_LYING_MANIFEST', /contradicts its own manifest/);
  });

  it.each(['schema', 'data-public.evil'])(
    'a bomb: a member (%s) that decodes to more than the manifest says',
    async (kind) => {
      const stored = zstdCompressSync(Buffer.alloc(64 * 1024 * 1024, ' '));
      const name = `sql/00000001-${kind}.sql.zst`;
      await refusedFile(
        forged({ members: [{ ...member, name, stored }] }),
        'ARCHIVE_DAMAGED',
        /damaged in sql\/00000001-/,
      );
    },
  );

  it('an archive of a later format', async () => {
    const lie: Forgery['lie'] = (manifest) => ({ ...manifest, format: 'stowbase/2' as 'stowbase/1' });
    await writeFile(join(folder, 'bad.tar'), forged({ lie }));
    await refused(['bad.tar', ...yes], 1, 'ARCHIVE_UNSUPPORTED_FORMAT', /newer/);
  });

  it.each([
    ['no key', [], 'IDENTITY_NEEDED'],
    ['another key', ['--identity', 'other.txt'], 'WRONG_IDENTITY'],
    ['the public key', ['--identity', 'public.txt'], 'INVALID_IDENTITY'],
    ['a key file that is missing', ['--identity', 'no.txt'], 'FILE_NOT_READABLE'],
  ])('%s for an encrypted one', async (_title, identity, code) => {
    await refused(['sealed.tar', ...yes, ...identity], 1, code, /./);
  });

  it('another hash than the one that is expected: a whole archive, but not that one', async () => {
    const expected = ['--expect-sha256', 'ab'.repeat(32)];
    await refused(['whole.tar', ...yes, ...expected], 1, 'ORIGIN_DIFFERENT', /SHA-256/);
    await refused(['whole.tar', '--plan', ...expected], 1, 'ORIGIN_DIFFERENT', /SHA-256/);
  });
});

describe('a restore that fails half-way (P-RESTORE-72)', () => {
  it('says which statement, and that the target is as it was; names in it can not move the cursor', async () => {
    const evil = 'a\u001b[2J\u202e';
    const sql = `CREATE SCHEMA made;\nCREATE TABLE made."${evil}" (id "no\u001b[2Jtype");\n`;
    const spec = { group: 'sql', kind: 'schema' } as const;
    await writeFile(join(folder, 'evil.tar'), await buildSmallArchive({ members: [{ spec, sql }] }));
    const run = await stowbase(['restore', 'evil.tar', ...yes], {
      cwd: folder,
      env: { TARGET_DATABASE_URL: target.url },
    });
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: containing('[STATEMENT_FAILED]\n') });
    expect(run.stderr).toMatch(/statement 2 .*-schema\.sql\.zst.*The target is as it was/);
    // eslint-disable-next-line no-control-regex
    expect(run.stderr).not.toMatch(/\u001b|\u202e/);
  });
});

describe('a part that is not there', () => {
  it('is wrong use, exit code 2', async () => {
    const only = ['--only', 'table:public.nothing'];
    await refused(['whole.tar', ...yes, ...only], 2, 'TABLE_NOT_IN_ARCHIVE', /public\.nothing/);
  });
});
