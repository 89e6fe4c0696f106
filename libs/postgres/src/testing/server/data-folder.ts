import { randomBytes } from 'node:crypto';
import { access, chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renewSystemIdentifier } from './cluster-identity';
import { makeFolder, sweepDeadFolders } from './scratch-folder';
import type { ServerBinaries } from './server-binaries';
import { runAs, type ServerUser } from './server-user';

/** A cluster that has never run in this place: `<dir>/data`, everything of it owned by the server's user. */
export interface DataFolder extends Logins {
  dir: string;
  data: string;
}

/** Who can log in to a cluster. */
export interface Logins {
  superuser: string;
  /** Of the superuser and of all other login roles. */
  passwords: ReadonlyMap<string, string>;
}

/** What clusters are copied from: `<folder>/data` of one that has ended in order. Private to the server's user. */
export interface ClusterTemplate extends Logins {
  folder: string;
}

export interface ClusterOptions {
  encoding: string;
  locale: string;
  superuser: string;
  /** Where the cluster and its template go. */
  folder: string;
  signal?: AbortSignal | undefined;
}

/**
 * Makes a cluster by copying a template that `initdb` made once per version, user and options (initdb: about 1 s, the copy: 50 ms).
 * Templates are private to the server's user and appear by one rename.
 */
export async function createDataFolder(
  binaries: ServerBinaries,
  user: ServerUser,
  options: ClusterOptions,
): Promise<DataFolder> {
  await sweepDeadFolders();
  const folder = await initTemplate(binaries, user, options);
  const password = await readFile(path.join(folder, 'password'), 'utf8');
  const { superuser } = options;
  return copyCluster(user, { folder, superuser, passwords: new Map([[superuser, password]]) }, options);
}

/** Another cluster like the template, which knows nothing of it. */
export async function copyCluster(
  user: ServerUser,
  { folder, superuser, passwords }: ClusterTemplate,
  options: Pick<ClusterOptions, 'folder' | 'signal'>,
): Promise<DataFolder> {
  const dir = await makeFolder(options.folder);
  const data = path.join(dir, 'data');
  await orRemove(dir, async () => {
    if (user.ids) await chown(dir, user.ids.uid, user.ids.gid);
    await runAs(user, 'cp', ['-a', path.join(folder, 'data'), data], process.env, options.signal);
    await renewSystemIdentifier(data);
  });
  return { dir, data, superuser, passwords };
}

async function initTemplate(binaries: ServerBinaries, user: ServerUser, options: ClusterOptions): Promise<string> {
  const uid = user.ids?.uid ?? process.getuid?.() ?? 0;
  const key = [binaries.origin, binaries.version, uid, options.superuser, options.encoding, options.locale];
  const template = path.join(options.folder, `stowbase-initdb-${key.join('-').replaceAll(/[^A-Za-z0-9.-]/g, '_')}`);
  if (await exists(path.join(template, 'data', 'PG_VERSION'))) return template;
  const building = await makeFolder(options.folder, 'init-');
  await orRemove(building, () => runInitdb(building, binaries, user, options));
  try {
    await rename(building, template);
  } catch (error) {
    await rm(building, { recursive: true, force: true }); // another process was first (ENOTEMPTY)
    if (!(await exists(path.join(template, 'data', 'PG_VERSION')))) throw error;
  }
  return template;
}

async function runInitdb(
  folder: string,
  binaries: ServerBinaries,
  user: ServerUser,
  { superuser, encoding, locale, signal }: ClusterOptions,
): Promise<void> {
  const passwordFile = path.join(folder, 'password');
  await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  if (user.ids) {
    await chown(folder, user.ids.uid, user.ids.gid);
    await chown(passwordFile, user.ids.uid, user.ids.gid);
  }
  const args = ['-D', path.join(folder, 'data'), '-U', superuser, '-E', encoding, `--locale=${locale}`];
  const more = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync', '--no-instructions'];
  const env = { ...process.env, LC_ALL: 'C' };
  await runAs(user, path.join(binaries.bin, 'initdb'), [...args, ...more], env, signal);
}

/** Removes the folder when the work on it fails. */
async function orRemove(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
