import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, unexplainedDifferences } from '@stowbase/postgres/testing';
import { NextcloudDouble } from '@stowbase/storage/testing';
import { finished, startStowbase, stowbase, type CliRun } from '../testing/built-cli';
import {
  destinationServers,
  destinationWorld,
  sentToS3,
  type DestinationServers,
  type DestinationWorld,
} from '../testing/destination-servers';
import { describedShape, differences, shapeOf } from '../testing/document-shape';
import { commandLines, seenUntil } from '../testing/seen-processes';
import { containing, matching } from '../testing/matchers';
import { canary, projectDatabase, type ProjectDatabase } from '../testing/project-database';
import { targetDatabase } from '../testing/target-database';

let servers: DestinationServers;
let project: ProjectDatabase;
beforeAll(async () => {
  [servers, project] = await Promise.all([destinationServers(), projectDatabase()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([servers.stop(), project.server.stop()]);
});

let world: DestinationWorld;
beforeEach(async () => {
  servers.davProxy.set({ kind: 'pass' });
  world = await destinationWorld(servers);
});
afterEach(() => world.dispose());

const everywhere = ['s3:nightly/', 'nextcloud:', 'local_mapped:deep/er/', 'plain'];
const env = (): Record<string, string> => ({ ...world.env, SOURCE_DATABASE_URL: project.url });
const backupArgs = (outs: readonly string[], ...more: string[]): string[] => [
  'backup',
  ...outs.flatMap((out) => ['--out', out]),
  ...more,
];
const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<CliRun> =>
  stowbase(args, { cwd: world.folder, env: { ...env(), ...more } });
interface Copy {
  readonly place: string;
  readonly status: string;
  readonly file: string;
  readonly error: { code: string; message: string } | null;
}
const copiesOf = ({ stdout }: CliRun): Copy[] => (JSON.parse(stdout) as { copies: Copy[] }).copies;

describe('a backup to several destinations at once', () => {
  it('P-CLI-28 is stored and proven at each of them, and comes back straight from a bucket', async () => {
    const made = await run(backupArgs(everywhere, '--json'));
    expect(made.stderr).toBe('');
    expect(made.code).toBe(0);
    const document = JSON.parse(made.stdout) as { status: string; file: string; archive: { sha256: string } };
    expect(differences(await describedShape('backup --json'), shapeOf(document))).toEqual([]);
    const copies = copiesOf(made);
    expect(copies.map(({ place, status }) => [place, status])).toEqual(everywhere.map((place) => [place, 'stored']));
    const name = 'postgres_\\d{8}T\\d{6}Z_[0-9a-f]{16}-1\\.tar$';
    expect(copies.map(({ file }) => file)).toEqual([
      matching(new RegExp(`^s3:nightly/${name}`)),
      matching(new RegExp(`^nextcloud:${name}`)),
      matching(new RegExp(`^local_mapped:deep/er/${name}`)),
      matching(new RegExp(`/plain/${name}`)),
    ]);
    expect(await world.leftovers()).toHaveLength(4);
    for (const { file } of copies) {
      const verified = await run(['verify', file, '--deep']);
      expect(verified).toMatchObject({ code: 0, stderr: '', stdout: containing(document.archive.sha256) });
    }

    const target = await targetDatabase();
    try {
      const original = await fingerprint(project.server.settings(project.server.superuser.user, 'postgres'));
      const passed = servers.proxy.totals.down;
      const restored = await run(['restore', document.file, '--yes-restore-into', 'postgres', '--jobs', '2'], {
        TARGET_DATABASE_URL: target.url,
      });
      expect(restored).toMatchObject({ code: 0, stdout: containing('Restored: ') });
      expect(servers.proxy.totals.down - passed).toBeGreaterThan(1_000_000);
      expect(unexplainedDifferences('plain', original, await target.fingerprint())).toEqual({ missing: [], added: [] });
    } finally {
      await target.server.stop();
    }
  }, 120_000);

  it('makes a table whose rows no compression shortens, for what follows', async () => {
    const { user } = project.server.superuser;
    const text = "SELECT string_agg(md5(g || '-' || i), '') FROM generate_series(1, 32) i";
    const sql = `CREATE TABLE public.noise AS SELECT g AS id, (${text}) AS noise FROM generate_series(1, 48000) g`;
    await project.server.with(user, 'postgres', (client) => client.query(sql));
    await project.server.with(user, 'postgres', (client) => client.query('ALTER TABLE public.noise OWNER TO postgres'));
  }, 240_000);

  it('P-CLI-29 one that fails on the way is left behind: Partly stored, the others are whole, nothing is left there', async () => {
    servers.davProxy.set({ kind: 'cut', way: 'up', afterBytes: 3_000_000, on: /PUT \S+partial/ });
    const made = await run(backupArgs(everywhere, '--json'));
    expect(made.code).toBe(5);
    expect(JSON.parse(made.stdout)).toMatchObject({ status: 'partly_stored', file: matching(/^s3:/) });
    const copies = copiesOf(made);
    expect(copies.map(({ status }) => status)).toEqual(['stored', 'failed', 'stored', 'stored']);
    expect(copies[1]).toMatchObject({ file: null, error: { code: 'STORAGE_UNREACHABLE' } });
    expect(made.stderr).toMatch(/^nextcloud: takes no copy, the others go on: .*\[STORAGE_UNREACHABLE\]$/m);
    for (const { file } of copies.filter(({ status }) => status === 'stored')) {
      expect((await run(['verify', file])).code).toBe(0);
    }
    expect((await world.leftovers()).map((one) => one.replace(/ \S+$/, ''))).toEqual([
      's3 object',
      'local_mapped',
      'file',
    ]);

    const text = await run(backupArgs(['local_mapped:', 'nextcloud:'], '--type', 'schema'), {
      NEXTCLOUD_PASSWORD: 'wr0ng-w0rd',
    });
    expect(text).toMatchObject({
      code: 5,
      stdout: matching(
        /^Partly stored: .*Copies +1 of 2 stored\n +Stored .*\n +Not stored +nextcloud:: .*\[STORAGE_AUTH_FAILED\]/s,
      ),
    });
    expect(text.stdout + text.stderr).not.toContain('wr0ng-w0rd');
  }, 120_000);

  it('P-CLI-30 an upload that could not be taken back is known, shown and removed later, and nothing else is', async () => {
    // A neighbour's upload, under way: never ours to remove.
    const { CreateMultipartUploadCommand } = await import('@aws-sdk/client-s3');
    await servers.s3.client.send(new CreateMultipartUploadCommand({ Bucket: world.bucket, Key: 'nightly/theirs.tar' }));
    const child = startStowbase(backupArgs(['s3:nightly/', 'local_mapped:']), { cwd: world.folder, env: env() });
    const ended = finished(child);
    await sentToS3(servers.proxy, 1_000_000);
    child.kill('SIGKILL');
    await ended;
    expect((await world.leftovers()).map((one) => one.replace(/ \S*$/, ''))).toEqual(
      expect.arrayContaining(['s3 upload nightly/theirs.tar', 'written down', 'local_mapped']),
    );

    const shown = await run(['destinations', 'sweep', 's3', '--dry-run', '--json']);
    expect(shown.code).toBe(0);
    expect(differences(await describedShape('destinations sweep --json'), shapeOf(JSON.parse(shown.stdout)))).toEqual(
      [],
    );
    expect(JSON.parse(shown.stdout)).toMatchObject({
      uploads: [{ key: matching(/^nightly\/postgres_/), fate: 'to-remove' }],
    });
    for (const name of ['s3', 'local_mapped']) {
      const swept = await run(['destinations', 'sweep', name]);
      expect(swept).toMatchObject({
        code: 0,
        stderr: matching(/^Removing \S+ \(\w+ .*, begun .*\)\n$/),
        stdout: containing('Removed: '),
      });
    }
    const left = await world.leftovers();
    // The pass file of the killed dump is removed by the next one.
    expect(left.filter((one) => !one.startsWith('temporary '))).toEqual([matching(/^s3 upload nightly\/theirs\.tar /)]);
    expect(await run(['destinations', 'sweep', 's3'])).toMatchObject({
      code: 0,
      stdout: 'Nothing is known to be left at s3:.\n',
    });
  }, 240_000);

  it('P-CLI-31 one that is interrupted on the way leaves nothing anywhere', async () => {
    const child = startStowbase(backupArgs(everywhere), { cwd: world.folder, env: env() });
    const ended = finished(child);
    await sentToS3(servers.proxy, 1_000_000);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '', stderr: containing('[CANCELLED]') });
    expect(await world.leftovers()).toEqual([]);
  }, 240_000);

  it('P-CLI-31 a copy that is interrupted leaves nothing at its target either', async () => {
    await run(backupArgs(['plain']));
    const [name = ''] = await readdir(join(world.folder, 'plain'));
    const child = startStowbase(['copy', `plain/${name}`, 's3:copies/'], { cwd: world.folder, env: env() });
    const ended = finished(child);
    await sentToS3(servers.proxy, 1_000_000);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '', stderr: containing('[CANCELLED]') });
    expect(await world.leftovers()).toEqual([`file ${name}`]);
  }, 240_000);

  it('P-CLI-37 a Nextcloud takes it in chunks, gives it back by ranges, and is left clean when it is full or the backup is stopped', async () => {
    const cloud = await NextcloudDouble.start();
    try {
      const { account } = cloud;
      const at = {
        ...{ NEXTCLOUD_URL: cloud.url, NEXTCLOUD_USERNAME: account.id, NEXTCLOUD_PASSWORD: account.newAppPassword() },
        ...{ NEXTCLOUD_KIND: 'auto', NEXTCLOUD_PATH: 'Backups' },
      };
      const made = await run(backupArgs(['nextcloud:team-a/'], '--json'), at);
      expect(made).toMatchObject({ code: 0, stderr: '' });
      expect(cloud.calls.filter((call) => call === 'uploads:PUT').length).toBeGreaterThan(1);
      const { file } = copiesOf(made)[0]!;
      expect(await run(['verify', file], at)).toMatchObject({ code: 0 });
      expect(account.uploads.size).toBe(0);
      const stored = account.tree.size;

      account.quota = stored + 10_000_000;
      const full = await run(backupArgs(['nextcloud:', 'plain'], '--json'), at);
      expect(full.code).toBe(5);
      expect(copiesOf(full)).toMatchObject([
        { status: 'failed', error: { code: 'STORAGE_FULL' } },
        { status: 'stored' },
      ]);
      expect([account.uploads.size, account.tree.size]).toEqual([0, stored]);

      account.quota = -3;
      const child = startStowbase(backupArgs(['nextcloud:']), { cwd: world.folder, env: { ...env(), ...at } });
      const ended = finished(child);
      while (account.uploads.size === 0) await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 130, stderr: containing('[CANCELLED]') });
      expect([account.uploads.size, account.tree.size]).toEqual([0, stored]);
      expect((await world.leftovers()).filter((one) => one.startsWith('written'))).toEqual([]);
    } finally {
      await cloud.close();
    }
  }, 240_000);

  it('P-CLI-32 no secret of a destination is in an argument of any process, in output, in an error or in what is written down', async () => {
    const seen = new Set<string>();
    const watch = async (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<CliRun> => {
      const ended = finished(startStowbase(args, { cwd: world.folder, env: { ...env(), ...more } }));
      const found = await seenUntil(ended, async () => [...(await commandLines()), ...(await stateFiles())]);
      for (const text of found) if (!text.includes('radosgw-admin')) seen.add(text);
      return ended;
    };
    const wrong = { S3_SECRET_ACCESS_KEY: 'wr0ng/S3CRET+w0rd', NEXTCLOUD_PASSWORD: 'wr0ng:p@ss"w0rd' };
    const runs = [
      await watch(backupArgs(['s3:', 'nextcloud:', 'local_mapped:'], '--json')),
      await watch(backupArgs(['s3:', 'nextcloud:'], '--type', 'schema'), wrong),
      await watch(['list', 's3:'], wrong),
      await watch(['destinations', 'test', 'nextcloud'], wrong),
      await watch(['destinations', 'list', '--json']),
    ];
    expect(runs.map(({ code }) => code)).toEqual([0, 1, 1, 1, 0]);
    expect([...seen].some((line) => line.includes('pg_dump'))).toBe(true);
    expect([...seen].some((line) => line.includes('"fingerprint"'))).toBe(true);
    const texts = [...seen, ...runs.flatMap(({ stdout, stderr }) => [stdout, stderr])];
    for (const secret of [servers.s3.secretAccessKey, servers.dav.password, canary, ...Object.values(wrong)]) {
      for (const form of [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        Buffer.from(secret).toString('base64'),
      ]) {
        expect(texts.filter((text) => text.includes(form))).toEqual([]);
      }
    }
  }, 240_000);
});

async function stateFiles(): Promise<string[]> {
  const folder = join(world.folder, 'state/uploads');
  const names = await readdir(folder).catch(() => []);
  return await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
}
