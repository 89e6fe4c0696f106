import type { UnfinishedUpload } from '../../storage';
import type { DavClient } from './dav-client';
import { nameBelow } from './dav-path';
import type { DavPlace } from './dav-place';
import { listTempFiles } from './list-objects';
import { propfind } from './propfind';
import { tempNamesOf } from './temp-name';

/** Which file an upload was to become is known to nobody. */
const nameless = 'unfinished';

/**
 * Temporary files below the root, and folders of chunks of ours among the uploads of the account. Those don't tell where they were to go:
 * they may be another destination's of the same account, and are given only to whoever asks for everything.
 */
export async function* listUnfinished(
  dav: DavClient,
  { root, uploads }: DavPlace,
  prefix: string,
): AsyncGenerator<UnfinishedUpload> {
  const seen = new Set<string>();
  for await (const { key, name, entry } of listTempFiles(dav, root, prefix)) {
    const names = tempNamesOf(name);
    if (names === null) continue;
    const { tempName, uploadId } = names;
    seen.add(uploadId);
    const state = uploads === null ? { tempName } : { tempName, uploadId };
    yield { key: key.slice(0, -name.length) + nameless, state, begun: timeOf(entry.modified) };
  }
  if (uploads === null || !nameless.startsWith(prefix)) return;
  for (const { href, collection, modified } of (await propfind(dav, uploads, { key: nameless, depth: 1 })) ?? []) {
    const names = collection ? tempNamesOf(nameBelow(uploads, href) ?? '') : null;
    if (names === null || seen.has(names.uploadId)) continue;
    yield { key: nameless, state: { ...names }, begun: timeOf(modified) };
  }
}

/** Where the server doesn't say it counts as young: nobody removes what may still go on. */
const timeOf = (modified: Date | null): Date => modified ?? new Date();
