import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, chown, open, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { ConnectionSettings } from '../../settings';
import { copyCluster, createDataFolder, type DataFolder } from './data-folder';
import { preparedCluster, type Prepared } from './prepared';
import { quickPassword } from './quick-password';
import { reachableBinaries } from './reachable-binaries';
import { findServerBinaries, type ServerBinaries } from './server-binaries';
import { serverUser, type ServerUser } from './server-user';

export interface ScratchServerOptions {
  /** Default: the highest system version, else the embedded one. */
  major?: number;
  /** Default UTF8. */
  encoding?: string;
  /** Default `C.UTF-8` on Linux, else `C`. */
  locale?: string;
  /** Name of the bootstrap superuser, default `postgres` (`buildPlatform` renames it to `supabase_admin`). */
  superuser?: string;
  /** More lines of postgresql.conf. */
  settings?: Record<string, string>;
  /** shared_preload_libraries; default `['pg_cron']` where its files are installed, else none. Missing ones are left out. */
  preload?: string[];
  /** Where everything goes that a server writes, and a template for the next one there; default the system's temporary folder. */
  folder?: string;
  /** What it holds from the beginning; default nothing. */
  prepared?: Prepared | undefined;
  /** Ends a start that is under way; a server that runs is ended by `stop`. */
  signal?: AbortSignal;
}

/** A real PostgreSQL on 127.0.0.1, without fsync, that ends with this process at the latest. */
export interface ScratchServer {
  readonly host: string;
  readonly port: number;
  readonly major: number;
  readonly binaries: ServerBinaries;
  /** The libraries that were really preloaded. */
  readonly preloaded: readonly string[];
  /** Changes its name when the platform is built. */
  superuser: { user: string; password: string };
  /** Passwords of the login roles known so far; `url` and `settings` look here. */
  readonly passwords: Map<string, string>;
  readonly dir: string;
  url(user: string, database: string): string;
  settings(user: string, database: string): ConnectionSettings;
  /** A connected client; the caller ends it. */
  connect(user: string, database: string): Promise<pg.Client>;
  /** Connects, runs, ends. */
  with<T>(user: string, database: string, work: (client: pg.Client) => Promise<T>): Promise<T>;
  log(): Promise<string>;
  /** Ends the server and removes its folder; may be called twice. `keepFolder`: leaves the folder, for who copies it. */
  stop(how?: { keepFolder?: boolean }): Promise<void>;
}

/** Starts a scratch server (0.2–0.5 s; the first time of a version about 1.5 s). Errors carry the end of the server's log. */
export async function startScratchServer(options: ScratchServerOptions = {}): Promise<ScratchServer> {
  const user = await serverUser();
  const parent = options.folder ?? os.tmpdir();
  const binaries = await reachableBinaries(await findServerBinaries(options.major), user, parent);
  const locale = options.locale ?? (process.platform === 'linux' ? 'C.UTF-8' : 'C');
  const create = { encoding: options.encoding ?? 'UTF8', locale, superuser: options.superuser ?? 'postgres' };
  const preloaded = await installed(binaries, options.preload ?? ['pg_cron']);
  const { prepared, signal } = options;
  const cluster = { ...create, folder: parent, signal };
  const folder =
    prepared === undefined
      ? await createDataFolder(binaries, user, cluster)
      : await copyCluster(
          user,
          await preparedCluster(
            prepared,
            [binaries.origin, binaries.version, ...Object.values(create), ...preloaded],
            parent,
            () => startScratchServer({ ...options, prepared: undefined, settings: {} }),
          ),
          cluster,
        );
  try {
    signal?.throwIfAborted();
    await writeConfiguration(folder, user, preloaded, options.settings ?? {});
    const { child, port } = await launch(binaries, user, folder);
    const server = describeServer(binaries, folder, preloaded, child, port);
    await replaceTemplatePasswords(server);
    return server;
  } catch (error) {
    await rm(folder.dir, { recursive: true, force: true });
    throw error;
  }
}

async function writeConfiguration(
  folder: DataFolder,
  user: ServerUser,
  preload: readonly string[],
  settings: Record<string, string>,
): Promise<void> {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    wal_level: 'logical',
    max_wal_size: '2GB',
    jit: 'off',
    timezone: 'UTC',
    lc_messages: 'C',
    shared_preload_libraries: preload.join(','),
    ...(preload.includes('pg_cron') ? { 'cron.database_name': 'postgres', 'cron.use_background_workers': 'on' } : {}),
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  const file = path.join(folder.data, 'postgresql.conf');
  await writeFile(file, lines.join(''), { flag: 'a' });
  const hba = path.join(folder.data, 'pg_hba.conf');
  await writeFile(hba, 'host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n');
  if (user.ids) await Promise.all([file, hba].map((f) => chown(f, user.ids!.uid, user.ids!.gid)));
}

/** A free port may be taken between asking and binding: then another one is tried. */
async function launch(
  binaries: ServerBinaries,
  user: ServerUser,
  folder: DataFolder,
): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = await spawnServer(binaries, user, folder, port);
    const ready = await waitUntilReady(child, folder.data);
    if (ready) return { child, port };
    const log = await readFile(path.join(folder.dir, 'server.log'), 'utf8');
    if (attempt === 5 || !log.includes('could not bind')) {
      throw new Error(`The scratch PostgreSQL ${binaries.version} did not start:\n${log.slice(-4000)}`);
    }
  }
}

async function spawnServer(
  binaries: ServerBinaries,
  user: ServerUser,
  folder: DataFolder,
  port: number,
): Promise<ChildProcess> {
  const log = await open(path.join(folder.dir, 'server.log'), 'w');
  const command = user.wrap(path.join(binaries.bin, 'postgres'), ['-D', folder.data, '-p', String(port)], 'INT');
  const child = spawn(command.file, command.args, {
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['ignore', log.fd, log.fd],
  });
  child.unref();
  await log.close();
  return child;
}

/** True when line 8 of postmaster.pid says "ready"; false when the process ended before. */
async function waitUntilReady(child: ChildProcess, data: string): Promise<boolean> {
  const ended = new Promise<void>((resolve) => child.once('exit', resolve).once('error', () => resolve()));
  let over = false;
  void ended.then(() => (over = true));
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    await Promise.race([delay(15), ended]);
    if (over) return false;
    const lines = (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
  }
  child.kill('SIGKILL');
  return false;
}

function describeServer(
  binaries: ServerBinaries,
  folder: DataFolder,
  preloaded: readonly string[],
  child: ChildProcess,
  port: number,
): ScratchServer {
  const passwords = new Map(folder.passwords);
  let stopping: Promise<void> | null = null;
  return {
    host: '127.0.0.1',
    port,
    major: binaries.major,
    binaries,
    preloaded,
    superuser: { user: folder.superuser, password: passwords.get(folder.superuser) ?? '' },
    passwords,
    dir: folder.dir,
    url(user, database) {
      const password = passwords.get(user);
      const login = encodeURIComponent(user) + (password === undefined ? '' : `:${encodeURIComponent(password)}`);
      return `postgresql://${login}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
    },
    settings(user, database) {
      const password = passwords.get(user);
      const settings: ConnectionSettings = { host: '127.0.0.1', port, user, database, tls: { mode: 'disable' } };
      return password === undefined ? settings : { ...settings, password };
    },
    async connect(user, database) {
      const { host, password } = this.settings(user, database);
      const client = new pg.Client({ host, port, user, password, database, ssl: false });
      client.on('error', () => undefined); // the server is stopped under idle clients
      await client.connect();
      return client;
    },
    async with(user, database, work) {
      const client = await this.connect(user, database);
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    },
    log: () => readFile(path.join(folder.dir, 'server.log'), 'utf8'),
    stop: ({ keepFolder = false } = {}) => (stopping ??= stopServer(child, keepFolder ? null : folder.dir)),
  };
}

async function stopServer(child: ChildProcess, dir: string | null): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.ref();
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGQUIT'), 5000);
    await ended;
    clearTimeout(timer);
  }
  if (dir !== null) await rm(dir, { recursive: true, force: true, maxRetries: 5 });
}

/** The template's passwords are shared by all its copies; each server gets its own. */
async function replaceTemplatePasswords(server: ScratchServer): Promise<void> {
  const renewed = [...server.passwords.keys()].map((role) => [role, randomBytes(18).toString('base64url')] as const);
  const alter = renewed.map(
    ([role, password]) => `ALTER ROLE ${pg.escapeIdentifier(role)} PASSWORD '${quickPassword(password)}'`,
  );
  await server.with(server.superuser.user, 'postgres', (client) => client.query(alter.join(';')));
  for (const [role, password] of renewed) server.passwords.set(role, password);
  const { user } = server.superuser;
  server.superuser = { user, password: server.passwords.get(user) ?? '' };
}

async function installed(binaries: ServerBinaries, libraries: readonly string[]): Promise<string[]> {
  const folders = ['../lib', '../lib/postgresql'].map((f) => path.resolve(binaries.bin, f));
  const found: string[] = [];
  for (const library of libraries) {
    const hits = await Promise.allSettled(folders.map((f) => access(path.join(f, `${library}.so`))));
    if (hits.some((h) => h.status === 'fulfilled')) found.push(library);
  }
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
