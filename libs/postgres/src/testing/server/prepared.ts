import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterTemplate } from './data-folder';
import type { ScratchServer } from './scratch-server';

/** What a server holds before a test begins: made once for all servers of a kind, which are copies then. */
export interface Prepared {
  /** Another content has another name. */
  readonly name: string;
  /** Once, on a new server. Passwords of roles that can log in go into `server.passwords`. */
  make(server: ScratchServer): Promise<void>;
}

/**
 * @param kind what the cluster depends on besides: version, encoding, … @param folder where templates lie
 * @param start a new server of that kind with nothing in it
 */
export async function preparedCluster(
  { name, make }: Prepared,
  kind: readonly string[],
  folder: string,
  start: () => Promise<ScratchServer>,
): Promise<ClusterTemplate> {
  const key = [...kind, name].join('-').replaceAll(/[^A-Za-z0-9.-]/g, '_');
  const template = path.join(folder, `stowbase-prepared-${process.getuid?.() ?? 0}-${key}`);
  const made = await templateIn(template);
  if (made !== null) return made;
  const server = await start();
  try {
    await make(server);
    await server.stop({ keepFolder: true });
    const logins = { superuser: server.superuser.user, passwords: [...server.passwords] };
    await writeFile(path.join(server.dir, loginsFile), JSON.stringify(logins), { mode: 0o600 });
    // Another process may have been first (ENOTEMPTY): its template is as good.
    await rename(server.dir, template).catch(() => undefined);
  } finally {
    await server.stop();
    await rm(server.dir, { recursive: true, force: true, maxRetries: 5 });
  }
  const found = await templateIn(template);
  if (found === null) throw new Error(`${template} could not be made.`);
  return found;
}

const loginsFile = 'logins.json';

async function templateIn(folder: string): Promise<ClusterTemplate | null> {
  const text = await readFile(path.join(folder, loginsFile), 'utf8').catch(() => null);
  if (text === null) return null;
  const { superuser, passwords } = JSON.parse(text) as { superuser: string; passwords: [string, string][] };
  return { folder, superuser, passwords: new Map(passwords) };
}
