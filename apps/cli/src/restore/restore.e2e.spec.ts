import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity } from '@stowbase/archive';
import { fixtureSource } from '@stowbase/dump/testing';
import type { FixtureSource } from '@stowbase/dump/testing';
import { diffFingerprints, fingerprint, unexplainedDifferences } from '@stowbase/postgres/testing';
import type { Fingerprint } from '@stowbase/postgres/testing';
import { finished, startStowbase, stowbase } from '../testing/built-cli';
import { describedShape, differences, shapeOf } from '../testing/document-shape';
import { canary } from '../testing/project-database';
import { retoldArchive } from '../testing/retold-archive';
import { seenUntil } from '../testing/seen-processes';
import { targetDatabase } from '../testing/target-database';
import type { TargetDatabase } from '../testing/target-database';

let source: FixtureSource;
let original: Fingerprint;
let file: string;
let sha256: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-restore-'));
  source = await fixtureSource({ fixture: 'plain' });
  original = await fingerprint(source.server.settings('supabase_admin', 'postgres'));
  const { file: made, result } = await source.backup();
  [file, sha256] = [made, result.summary.fileSha256];
}, 120_000);
afterAll(async () => {
  await source.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A new target for each test. */
let target: TargetDatabase;
beforeEach(async () => {
  target = await targetDatabase();
}, 60_000);
afterEach(async () => {
  await target.server.stop();
});

const yes = ['--yes-restore-into', 'postgres'];
const restore = (...args: string[]) =>
  stowbase(['restore', ...args], { cwd: folder, env: { TARGET_DATABASE_URL: target.url } });
const lost = async () => unexplainedDifferences('plain', original, await target.fingerprint());
const nothing = { missing: [], added: [] };

describe('stowbase restore', () => {
  it('P-RESTORE-70 brings everything back into a new project, and says so', async () => {
    const run = await restore(file, ...yes, '--expect-sha256', sha256);
    expect(run.stderr).toMatch(/^From +database postgres, .*\nInto +database postgres on 127\.0\.0\.1 \(self-hosted/);
    expect(run.stderr).not.toMatch(/origin|Type /);
    expect(run.stdout).toMatch(/^Restored: .*, \d+ tables, [\d,]+ rows, in one transaction, in \d+ s\.\n/);
    expect(run.stdout).toMatch(/Rows of tables +\d+ +equal/);
    expect(run.stdout).toContain(`ALTER ROLE "reporting" PASSWORD '…';`);
    expect(run.stdout).not.toContain('DIFFERENT');
    expect(run.code).toBe(0);
    expect(await lost()).toEqual(nothing);
  });

  it('P-RESTORE-70 in steps too', async () => {
    const run = await restore(file, ...yes, '--jobs', '2', '--quiet');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^Restored: .*, in steps, /);
    expect(await lost()).toEqual(nothing);
  });

  it('P-CLI-2 with --json prints the document of docs/cli.md and nothing else', async () => {
    const run = await restore(file, ...yes, '--json');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const document = JSON.parse(run.stdout) as { status: string; archive: { originProven: boolean } };
    expect(differences(await describedShape('restore --json'), shapeOf(document))).toEqual([]);
    expect(document).toMatchObject({ status: 'done', archive: { originProven: false }, safetyBackup: null });
  });

  it('opens an encrypted archive with its key', async () => {
    const { identity, recipient } = await generateIdentity();
    await writeFile(join(folder, 'key.txt'), identity, { mode: 0o600 });
    await writeFile(join(folder, 'sealed.tar'), await retoldArchive(file, { recipients: [recipient] }));
    const run = await restore('sealed.tar', ...yes, '--identity', 'key.txt');
    expect(run.code).toBe(0);
    expect(run.stdout + run.stderr).not.toContain(identity);
    expect(await lost()).toEqual(nothing);
  });

  it('H38 restores into an older server when it is allowed, with a warning', async () => {
    await writeFile(join(folder, 'newer.tar'), await retoldArchive(file, { identity: { serverVersionNum: 190_001 } }));
    const run = await restore('newer.tar', ...yes, '--allow-older-server');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/Worth knowing:\n(.*\n)*.*PostgreSQL 19 and the target is \d\d/);
    expect(await lost()).toEqual(nothing);
  });

  it('brings one table back under another name, beside the one that is there', async () => {
    expect(await restore(file, ...yes)).toMatchObject({ code: 0 });
    const orders = (table: string) =>
      target.server.with(target.server.superuser.user, 'postgres', async (client) =>
        (await client.query(`SELECT * FROM ${table} ORDER BY id`)).rows.map((row) => JSON.stringify(row)),
      );
    const saved = await orders('public.orders');
    await target.sql("UPDATE public.orders SET status = 'returned'");
    const only = ['--only', 'table:public.orders=>public.orders_old'];
    const run = await restore(file, ...yes, '--into-nonempty', ...only);
    // Its triggers would run on the copy too.
    expect(run.stdout).toMatch(/^Restored, with differences: .*, 1 table, 400 rows, /);
    expect(run.stdout).toMatch(/Triggers +0 {2}not portable[^\n]*\n +[^\n]*orders_audit is left out/);
    expect(run.code).toBe(3);
    expect(await orders('public.orders_old')).toEqual(saved);
    expect(await orders('public.orders')).not.toEqual(saved);
  });
});

describe('P-RESTORE-71 stowbase restore --plan', () => {
  it('says what would happen and changes nothing', async () => {
    const before = await target.fingerprint();
    const run = await restore(file, '--plan');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^From .*\nInto .*\nHow +into an empty target\n/);
    expect(run.stdout).toMatch(/\nCreates +.*\d+ tables?/);
    expect(run.stdout).toMatch(/\nWrites +[\d,]+ rows of \d+ tables/);
    expect(run.stdout).toMatch(/origin.*not proven/i);
    expect(run.stdout).toMatch(
      /\nNothing was changed\.\nThis restores it:\n {2}stowbase restore [^\n]*--yes-restore-into postgres\n$/,
    );
    expect(await target.fingerprint()).toEqual(before);
  });

  it('with conflicts: each by name, exit code 1', async () => {
    await target.sql('CREATE TABLE public.orders (id int); CREATE VIEW public.mine AS SELECT 1');
    const before = await target.fingerprint();
    const run = await restore(file, '--plan', '--into-nonempty');
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(run.stdout).toMatch(/In the way[^\n]*:\n( {2}[^\n]*\n)* {2}table[^\n]*public\.orders/);
    expect(run.stdout).toContain('--replace --safety-out DIR');
    const json = JSON.parse((await restore(file, '--plan', '--into-nonempty', '--json')).stdout) as object;
    expect(json).toMatchObject({ status: 'failed', mode: 'add' });
    expect(differences(await describedShape('restore --plan --json'), shapeOf(json))).toEqual([]);
    expect(await target.fingerprint()).toEqual(before);
  });
});

describe('P-RESTORE-75 the password of the target', () => {
  it('is in no argument of any process and in no output', async () => {
    const urlFile = join(folder, 'db-url');
    await writeFile(urlFile, target.url, { mode: 0o600 });
    const child = startStowbase(['restore', file, ...yes, '--db-url-file', urlFile], { cwd: folder });
    const result = finished(child);
    const seen = await seenUntil(result);
    const { code, stdout, stderr } = await result;
    expect(code).toBe(0);
    expect([...seen].some((line) => line.includes('--yes-restore-into'))).toBe(true);
    for (const form of [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)])
      for (const text of [...seen, stdout, stderr]) expect(text.includes(form)).toBe(false);
  });
});

describe('P-RESTORE-74 stowbase restore --replace', () => {
  const inTheWay = 'CREATE TABLE public.orders (mine text); INSERT INTO public.orders VALUES ($$before$$)';

  it('saves the target first, proves that backup, then drops what is in the way and only that', async () => {
    await target.sql(`${inTheWay}; CREATE TABLE public.untouched (id int)`);
    const safe = await mkdtemp(join(folder, 'safe-'));
    const run = await restore(file, ...yes, '--replace', '--safety-out', safe, '--json');
    expect(run.stderr).toBe('');
    const document = JSON.parse(run.stdout) as { safetyBackup: { file: string; sha256: string } };
    expect(run.code).toBe(0);
    const [name] = await readdir(safe);
    expect(document.safetyBackup.file).toBe(join(safe, name!));
    expect((await stat(join(safe, name!))).mode & 0o777).toBe(0o600);
    const verified = await stowbase(['verify', join(safe, name!), '--deep']);
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.stdout).toContain(document.safetyBackup.sha256);
    const { missing, added } = await lost();
    expect(missing).toEqual([]);
    expect(added.every((line) => line.includes('public.untouched'))).toBe(true);
    await stowbase(['extract', join(safe, name!), '--to', join(folder, 'before')]);
    const rows = (await readdir(join(folder, 'before/sql'))).find((entry) => entry.includes('data-public.orders'));
    expect(await readFile(join(folder, 'before/sql', rows!), 'utf8')).toContain('before');
  });

  it('H38 brings the very project it was made of back to what it was', async () => {
    const broken = await fixtureSource({ fixture: 'plain' });
    try {
      const { file: ofBroken } = await broken.backup();
      const asItWas = await fingerprint(broken.server.settings('supabase_admin', 'postgres'));
      await broken.sql(
        'DELETE FROM public.order_lines; DROP TABLE public.payments CASCADE; DROP POLICY "Own folder" ON storage.objects',
      );
      const env = { TARGET_DATABASE_URL: `${broken.server.url('postgres', 'postgres')}?sslmode=disable` };
      const run = await stowbase(['restore', ofBroken, ...yes, '--replace', '--safety-out', folder], { env });
      expect(run.stderr).toMatch(/\nDropped first \(\d+\):\n/);
      expect(run.stdout).toMatch(/^Restored: /);
      expect(run.code).toBe(0);
      const now = await fingerprint(broken.server.settings('supabase_admin', 'postgres'));
      expect(diffFingerprints(asItWas, now)).toEqual(nothing);
    } finally {
      await broken.stop();
    }
  });

  it('a backup of the target that can’t be made ends it before anything is dropped', async () => {
    await target.sql(inTheWay);
    const before = await target.fingerprint();
    const safe = await mkdtemp(join(folder, 'safe-'));
    const run = await stowbase(['restore', file, ...yes, '--replace', '--safety-out', safe], {
      cwd: folder,
      env: { TARGET_DATABASE_URL: target.url, PG_CLIENT_DIRS: '/nonexistent' },
    });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/safety backup.*No pg_dump.*\[SAFETY_BACKUP_FAILED\]\n$/);
    expect(await readdir(safe)).toEqual([]);
    expect(await target.fingerprint()).toEqual(before);
  });

  it('a folder that takes no file is known before the server is asked', async () => {
    const run = await restore(file, ...yes, '--replace', '--safety-out', '/proc');
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^[^\n]*\/proc[^\n]*\[OUTPUT_NOT_WRITABLE\]\n$/);
  });
});
