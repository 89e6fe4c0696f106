import type { StoredObject } from '../../../storage';
import { bodyOf, expectedOf, never, rejection, writeAll } from '../../../testing/conformance/content';
import type { StorageError } from '../../../storage-error';
import { leftovers, type GooglePlace } from './google-place';

export const key = 'project/backup.tar';

/** Writes and commits an object. */
export async function uploaded({ storage }: Pick<GooglePlace, 'storage'>, body: Buffer): Promise<StoredObject> {
  const upload = await storage.create(key, { signal: never() });
  try {
    await writeAll(upload, body);
    return await upload.commit(expectedOf(body));
  } finally {
    await upload.abort('The test is over.');
  }
}

/** What it fails with; nothing of it is left in Drive then. */
export async function failed(place: GooglePlace, bytes: number): Promise<StorageError> {
  const cause = (await rejection(uploaded(place, bodyOf(bytes)))) as StorageError;
  expect(leftovers(place.google)).toEqual([]);
  expect(await rejection(place.storage.stat(key))).toBeInstanceOf(Error);
  return cause;
}

/** It is there as it was sent, and nothing else. */
export async function expectStored(place: GooglePlace, body: Buffer): Promise<void> {
  expect(await uploaded(place, body)).toMatchObject({ key, size: body.length });
  const files = [...place.google.drive.files.values()].filter(({ content }) => content !== null);
  expect(files.map(({ name }) => name)).toEqual(['backup.tar']);
  expect(files[0]?.content?.equals(body)).toBe(true);
  expect(leftovers(place.google)).toEqual([]);
}
