import type { BigIntStats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { keyProblem } from '../../keys';
import type { StoredObject, UnfinishedUpload } from '../../storage';
import { errnoOf } from './file-error';
import { objectOf } from './local-object';
import type { OpenFolder } from './open-folder';
import { isTempName } from './temp-name';

/**
 * Every file below a folder whose key begins with the prefix; `at` is the folder's own key with a `/` behind it, or empty.
 * Left out is what can't have come from us: symbolic links, and names that are no keys.
 */
export async function* listObjects(folder: OpenFolder, prefix: string): AsyncGenerator<StoredObject> {
  for await (const { key, name, stats } of listFiles(folder, prefix)) if (!isTempName(name)) yield objectOf(key, stats);
}

/** Every file that an upload has begun and not ended below the folder. */
export async function* listUnfinished(folder: OpenFolder, prefix: string): AsyncGenerator<UnfinishedUpload> {
  for await (const { key, name, stats } of listFiles(folder, prefix)) {
    if (!isTempName(name)) continue;
    // Which file it was to become is known to nobody: any key of the same folder leads to it.
    yield { key: `${key.slice(0, -name.length)}unfinished`, state: { tempName: name }, begun: stats.mtime };
  }
}

interface FoundFile {
  readonly key: string;
  readonly name: string;
  readonly stats: BigIntStats;
}

async function* listFiles(folder: OpenFolder, prefix: string, at = ''): AsyncGenerator<FoundFile> {
  for await (const entry of await opendir(folder.at('.'))) {
    const key = at + entry.name;
    if (keyProblem(key) !== null) continue;
    if (entry.isDirectory()) {
      const below = `${key}/`;
      if (below.startsWith(prefix) || prefix.startsWith(below)) yield* listChild(folder, entry.name, prefix, below);
    } else if (entry.isFile() && key.startsWith(prefix)) {
      const stats = await lstat(folder.at(entry.name), { bigint: true }).catch(unlessGone);
      if (stats?.isFile() === true) yield { key, name: entry.name, stats };
    }
  }
}

async function* listChild(folder: OpenFolder, name: string, prefix: string, below: string): AsyncGenerator<FoundFile> {
  // The folder that every ext4 has at its top belongs to root, and to nobody's backups.
  const child = await folder.child(name).catch(name === 'lost+found' ? () => undefined : unlessGone);
  if (child === undefined) return;
  try {
    yield* listFiles(child, prefix, below);
  } finally {
    await child.close();
  }
}

/** What is removed while the list is read isn't in it. */
function unlessGone(cause: unknown): undefined {
  if (errnoOf(cause) !== 'ENOENT') throw cause;
}
