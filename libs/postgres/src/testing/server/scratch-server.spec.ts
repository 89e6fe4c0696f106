import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { reachableBinaries } from './reachable-binaries';
import { availableServerMajors, findServerBinaries } from './server-binaries';
import { serverUser } from './server-user';
import { createScratchFolder, removeScratchFolderNow } from './scratch-folder';
import { startScratchServer } from './scratch-server';

jest.setTimeout(60_000);
const majors = await availableServerMajors();

describe('a scratch server', () => {
  it.each(majors)('of major %i answers on its port and leaves nothing behind', async (major) => {
    const server = await startScratchServer({ major, settings: { work_mem: '5MB', application_name: "it's" } });
    const { rows } = await server.with(server.superuser.user, 'postgres', (c) =>
      c.query<Record<string, string>>(
        `SELECT current_setting('server_version_num') AS v, current_setting('work_mem') AS m, current_setting('fsync') AS f,
                current_setting('server_encoding') AS e, current_setting('listen_addresses') AS l`,
      ),
    );
    expect(rows[0]).toMatchObject({ m: '5MB', f: 'off', e: 'UTF8', l: '127.0.0.1' });
    expect(Math.floor(Number(rows[0]!['v']) / 10000)).toBe(major);
    await server.stop();
    await server.stop();
    await expect(access(server.dir)).rejects.toThrow('ENOENT');
  });

  it('starts beside others, each with its own password', async () => {
    const servers = await Promise.all([1, 2, 3].map(() => startScratchServer()));
    expect(new Set(servers.map((s) => s.port)).size).toBe(3);
    expect(new Set(servers.map((s) => s.superuser.password)).size).toBe(3);
    const [first, second] = servers;
    first!.passwords.set('postgres', second!.superuser.password);
    await expect(first!.connect('postgres', 'postgres')).rejects.toThrow('password authentication failed');
    await Promise.all(servers.map((s) => s.stop()));
  });

  it.each(majors)('of major %i is a cluster of its own, with a system identifier like no other', async (major) => {
    const servers = await Promise.all([1, 2].map(() => startScratchServer({ major })));
    const identifiers = await Promise.all(
      servers.map(async (server) => {
        const { rows } = await server.with(server.superuser.user, 'postgres', (c) =>
          c.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()'),
        );
        return rows[0]!.id;
      }),
    );
    expect(new Set(identifiers).size).toBe(2);
    for (const id of identifiers) expect(id).toMatch(/^\d+$/);
    await Promise.all(servers.map((server) => server.stop()));
  });

  it('says what is wrong when it cannot start', async () => {
    await expect(startScratchServer({ major: 7 })).rejects.toThrow('No PostgreSQL server (version 7) found');
    await expect(startScratchServer({ settings: { no_such_setting: '1' } })).rejects.toThrow(
      /unrecognized configuration parameter "no_such_setting"/,
    );
  });

  describe('in a folder of its own', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await createScratchFolder();
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it('writes nowhere else', async () => {
      const server = await startScratchServer({ folder });
      expect(path.dirname(server.dir)).toBe(folder);
      await server.stop();
      const left = (await readdir(folder)).filter((name) => !name.startsWith('stowbase-server-'));
      expect(left).toEqual([expect.stringMatching(/^stowbase-initdb-/)]);
    });

    it('leaves nothing there when its start is cancelled while the cluster is made', async () => {
      const controller = new AbortController();
      const starting = startScratchServer({ folder, signal: controller.signal });
      const ended = starting.catch(() => 'cancelled');
      const made = async () => (await readdir(folder)).find((name) => name.includes('-init-'));
      while ((await made()) === undefined);
      controller.abort(new Error('cancelled'));
      expect(await ended).toBe('cancelled');
      expect((await readdir(folder)).filter((name) => !name.startsWith('stowbase-server-'))).toEqual([]);
    });

    it('is ended with it at once', async () => {
      const server = await startScratchServer({ folder });
      removeScratchFolderNow(folder);
      await expect(access(folder)).rejects.toThrow('ENOENT');
      await expect(server.connect(server.superuser.user, 'postgres')).rejects.toThrow();
      await server.stop();
    });
  });

  it('ends when its process is killed', async () => {
    if (process.platform !== 'linux') return;
    const script = `import { startScratchServer } from ${JSON.stringify(path.join(import.meta.dirname, 'scratch-server.ts'))};
      const server = await startScratchServer();
      console.log(JSON.stringify({ port: server.port, dir: server.dir }));
      setInterval(() => undefined, 1000);`;
    const hooks = `data:text/javascript,import { registerHooks } from 'node:module';
      registerHooks({ resolve(s, c, next) { try { return next(s, c); } catch { return next(s + '.ts', c); } } });`;
    const child = spawn(process.execPath, ['--import', hooks, '--input-type=module', '-e', script], {
      cwd: path.dirname(fileURLToPath(import.meta.url)),
      env: { ...process.env, NODE_OPTIONS: '--no-warnings' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { dir } = JSON.parse(line.toString()) as { port: number; dir: string };
    const pidFile = path.join(dir, 'data', 'postmaster.pid');
    await access(pidFile);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await gone(pidFile);
    await rm(dir, { recursive: true, force: true });
  });

  it('runs from a folder that its OS user cannot enter', async () => {
    const user = await serverUser();
    if (!user.ids) return;
    const hidden = await mkdtemp(path.join(os.tmpdir(), 'stowbase-hidden-'));
    await chmod(hidden, 0o700);
    const found = await findServerBinaries(majors.at(-1));
    await cp(path.dirname(found.bin), path.join(hidden, 'native'), { recursive: true, verbatimSymlinks: true });
    const reachable = await reachableBinaries(
      { ...found, version: 'hidden-test', bin: path.join(hidden, 'native', 'bin') },
      user,
    );
    expect(reachable.bin.startsWith(hidden)).toBe(false);
    await rm(path.dirname(reachable.bin), { recursive: true });
    await rm(hidden, { recursive: true });
  });
});

/** A clean shutdown removes this file; the test's own time limit ends the wait. */
async function gone(file: string): Promise<void> {
  const exists = () =>
    access(file).then(
      () => true,
      () => false,
    );
  while (await exists()) await delay(10);
}
