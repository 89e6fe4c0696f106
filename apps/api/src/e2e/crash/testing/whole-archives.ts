import { openArchive } from '@stowbase/archive';
import { bufferSource } from '@stowbase/archive/testing';
import type { CrashPlace } from './crash-places';

export interface StoredArchive {
  readonly key: string;
  /** Of its backup. */
  readonly id: string;
  readonly attempt: number;
  readonly sha256: string | null;
}

/** Keys whose archive was read whole, with what its row says: none is ever written again. */
const proven = new Set<string>();

/** Reads each of them, member by member and END, and compares it with its row. Each once: nothing is ever written over. */
export async function wholeArchives(place: CrashPlace, stored: readonly StoredArchive[]): Promise<void> {
  for (const { key, id, attempt, sha256 } of stored) {
    const mark = `${place.destination.name} ${key} ${sha256}`;
    if (proven.has(mark)) continue;
    const archive = await openArchive(bufferSource(await place.read(key)));
    expect(archive.manifest).toMatchObject({ backupId: id, attempt });
    expect(await archive.verify(2)).toMatchObject({ ok: true, fileSha256: sha256 });
    await archive.close();
    proven.add(mark);
  }
}
