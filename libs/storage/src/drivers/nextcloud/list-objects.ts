import { placeOf } from '../../http/network-error';
import { keyProblem } from '../../keys';
import type { StoredObject } from '../../storage';
import { StorageError } from '../../storage-error';
import type { DavClient } from './dav-client';
import { objectOf } from './dav-object';
import { below, nameBelow } from './dav-path';
import type { DavEntry } from './multistatus';
import { propfind } from './propfind';
import { isTempName } from './temp-name';

/** A folder, and the key of it with a `/` behind, or empty. */
interface Folder {
  readonly url: URL;
  readonly at: string;
}

interface FoundFile {
  readonly key: string;
  readonly name: string;
  readonly entry: DavEntry;
}

/** Every object below the root whose key begins with the prefix. Left out is a file without a length: asked for alone, it is damaged. */
export async function* listObjects(dav: DavClient, root: URL, prefix: string): AsyncGenerator<StoredObject> {
  for await (const { key, name, entry } of listFiles(dav, root, prefix)) {
    if (!isTempName(name) && entry.size !== null) yield objectOf(key, entry);
  }
}

/** Every file that an upload has begun and not ended below the root. */
export async function* listTempFiles(dav: DavClient, root: URL, prefix: string): AsyncGenerator<FoundFile> {
  for await (const file of listFiles(dav, root, prefix)) if (isTempName(file.name)) yield file;
}

/**
 * Every file below the root whose key begins with the prefix, folder by folder: servers refuse to list all depths at once.
 * Left out are names that can't have come from us.
 */
async function* listFiles(dav: DavClient, root: URL, prefix: string): AsyncGenerator<FoundFile> {
  const names = prefix.split('/').slice(0, -1);
  if (names.some((name) => name === '' || name === '.' || name === '..')) return;
  const at = names.map((name) => `${name}/`).join('');
  const waiting: Folder[] = [{ url: below(root, names, 'collection'), at }];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await propfind(dav, folder.url, { key: folder.at, depth: 1 });
    // Removed while the list is read, or never there: it has no objects.
    for (const entry of entries ?? []) {
      const name = nameBelow(folder.url, entry.href);
      if (name === null) throw elsewhere(folder.url);
      const key = folder.at + name;
      if (name === '' || keyProblem(key) !== null) continue;
      const inside = `${key}/`;
      if (!entry.collection && key.startsWith(prefix)) yield { key, name, entry };
      else if (entry.collection && (inside.startsWith(prefix) || prefix.startsWith(inside))) {
        waiting.push({ url: below(folder.url, [name], 'collection'), at: inside });
      }
    }
  }
}

const elsewhere = (url: URL): StorageError =>
  new StorageError(
    'invalid-config',
    `${placeOf(url)} lists files under another address than the one it was asked at.`,
    'Give the address that the server itself uses; a proxy in front of it must not change paths.',
    { field: 'url' },
  );
