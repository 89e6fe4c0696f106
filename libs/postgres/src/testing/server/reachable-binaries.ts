import { chown, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeFolder } from './scratch-folder';
import type { ServerBinaries } from './server-binaries';
import { runAs, type ServerUser } from './server-user';

/**
 * Programs that the server's OS user can run. The embedded package may lie in a folder that only we can enter (`/root/…`):
 * then a copy in `folder` is used, made once per version and user.
 */
export async function reachableBinaries(
  binaries: ServerBinaries,
  user: ServerUser,
  folder = os.tmpdir(),
): Promise<ServerBinaries> {
  if (!user.ids || (await everybodyRuns(binaries)) || (await runs(binaries.bin, user))) return binaries;
  const copy = path.join(folder, `stowbase-server-${binaries.version}-${user.ids.uid}`);
  const bin = path.join(copy, 'bin');
  if (!(await stat(bin).catch(() => null))) await copyAside(path.dirname(binaries.bin), copy, user);
  if (!(await runs(bin, user))) {
    throw new Error(`The server's OS user cannot run ${binaries.bin}: make the folder readable for it.`);
  }
  return { ...binaries, bin };
}

/** Whether the rights of an installed program and of the folders on its way say so; where they don't, it is tried. */
async function everybodyRuns({ bin, origin }: ServerBinaries): Promise<boolean> {
  if (origin !== 'system') return false;
  const everybody = 0o001;
  for (let place = path.join(bin, 'postgres'); ; place = path.dirname(place)) {
    const found = await stat(place).catch(() => null);
    if (found === null || (found.mode & everybody) === 0) return false;
    if (place === path.dirname(place)) return true;
  }
}

async function runs(bin: string, user: ServerUser): Promise<boolean> {
  return runAs(user, path.join(bin, 'postgres'), ['--version'], process.env).then(
    () => true,
    () => false, // EACCES on the way, or a library that can't be read
  );
}

async function copyAside(from: string, to: string, user: ServerUser): Promise<void> {
  const building = await makeFolder(path.dirname(to), 'server-');
  await runAs({ ...user, wrap: (file, args) => ({ file, args }) }, 'cp', ['-a', `${from}/.`, building], process.env);
  if (user.ids) await chown(building, user.ids.uid, user.ids.gid);
  await rename(building, to).catch(() => rm(building, { recursive: true, force: true })); // another process was first
}
