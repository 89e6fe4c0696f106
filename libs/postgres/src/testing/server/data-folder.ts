import { randomBytes } from 'node:crypto';
import { access, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { renewSystemIdentifier } from './cluster-identity';
import type { ServerBinaries } from './server-binaries';
import { runAs, type ServerUser } from './server-user';

const prefix = 'stowbase-pg-';

/** A fresh initialised cluster: `<dir>/data`, everything of it owned by the server's user. */
export interface DataFolder {
  dir: string;
  data: string;
  superuser: { user: string; password: string };
}

/**
 * Makes a cluster by copying a template that `initdb` made once per version, user and options (initdb: about 1 s, the copy: 50 ms).
 * Templates live in the temporary folder, private to the server's user, and appear by one rename.
 */
export async function createDataFolder(
  binaries: ServerBinaries,
  user: ServerUser,
  options: { encoding: string; locale: string; superuser: string },
): Promise<DataFolder> {
  await sweepDeadFolders();
  const template = await initTemplate(binaries, user, options);
  const dir = await mkdtemp(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  if (user.ids) await chown(dir, user.ids.uid, user.ids.gid);
  const data = path.join(dir, 'data');
  await runAs(user, 'cp', ['-a', path.join(template, 'data'), data], process.env);
  await renewSystemIdentifier(data);
  const password = await readFile(path.join(template, 'password'), 'utf8');
  return { dir, data, superuser: { user: options.superuser, password } };
}

async function initTemplate(
  binaries: ServerBinaries,
  user: ServerUser,
  options: { encoding: string; locale: string; superuser: string },
): Promise<string> {
  const uid = user.ids?.uid ?? process.getuid?.() ?? 0;
  const key = [binaries.origin, binaries.version, uid, options.superuser, options.encoding, options.locale];
  const template = path.join(os.tmpdir(), `stowbase-initdb-${key.join('-').replaceAll(/[^A-Za-z0-9.-]/g, '_')}`);
  if (await exists(path.join(template, 'data', 'PG_VERSION'))) return template;
  const building = await mkdtemp(path.join(os.tmpdir(), `${prefix}${process.pid}-init-`));
  const passwordFile = path.join(building, 'password');
  await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  if (user.ids) {
    await chown(building, user.ids.uid, user.ids.gid);
    await chown(passwordFile, user.ids.uid, user.ids.gid);
  }
  const args = ['-D', path.join(building, 'data'), '-U', options.superuser, '-E', options.encoding];
  const more = [
    `--locale=${options.locale}`,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-sync',
    '--no-instructions',
  ];
  await runAs(user, path.join(binaries.bin, 'initdb'), [...args, ...more], { ...process.env, LC_ALL: 'C' });
  try {
    await rename(building, template);
  } catch (error) {
    await rm(building, { recursive: true, force: true }); // another process was first (ENOTEMPTY)
    if (!(await exists(path.join(template, 'data', 'PG_VERSION')))) throw error;
  }
  return template;
}

let swept = false;

/** Removes what killed test processes left behind: their pid is in the folder's name. */
async function sweepDeadFolders(): Promise<void> {
  if (swept) return;
  swept = true;
  await mkdir(os.tmpdir(), { recursive: true });
  for (const name of await readdir(os.tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (!pid || isAlive(Number(pid))) continue;
    await rm(path.join(os.tmpdir(), name), { recursive: true, force: true }).catch(() => undefined); // another user's
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
