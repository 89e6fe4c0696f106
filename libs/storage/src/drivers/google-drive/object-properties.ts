import { createHash } from 'node:crypto';
import type { StoredObject } from '../../storage';
import type { DriveFile } from './drive-file';
import { has, notTrashed } from './search-terms';

/**
 * What a file of ours is. `pending` is whole but not published: a file appears in Drive when its last byte came, and must not count
 * before the commit.
 */
export type Kind = 'home' | 'folder' | 'pending' | 'object';

/** "124 bytes per property string (including both key and value)": …/drive/api/guides/properties#limits. Three are for names like `k10`. */
const pieceBytes = 121;

/**
 * The properties of an object: its key is found by its hash, and read from pieces. So neither a moved or renamed file nor a second folder
 * of the same name hides a backup.
 */
export function objectProperties(root: string, key: string, uploadId: string): Record<string, string> {
  const pieces = piecesOf(key).map((piece, which) => [`k${which}`, piece] as const);
  return {
    ...Object.fromEntries(pieces),
    stowbase: 'pending' satisfies Kind,
    root,
    key: hashOf(key),
    upload: uploadId,
  };
}

export const kindOf = ({ properties }: DriveFile): string | undefined => properties['stowbase'];

export const atKey = (root: string, key: string): string[] => [notTrashed, has('root', root), has('key', hashOf(key))];
export const objectsBelow = (root: string): string[] => [notTrashed, has('root', root), has('stowbase', 'object')];
/** Whole files whose upload never came to its end. */
export const pendingBelow = (root: string): string[] => [notTrashed, has('root', root), has('stowbase', 'pending')];
/** Also in the bin: it is ours, and not wanted there either. */
export const ofUpload = (uploadId: string): string[] => [has('upload', uploadId)];

/** The file as an object; null for what isn't one that was published whole. */
export function objectOf(file: DriveFile): StoredObject | null {
  const { size, modified, sha256 } = file;
  const key = keyOf(file);
  if (kindOf(file) !== 'object' || key === null) return null;
  return { key, size, modified, ...(sha256 === null ? {} : { etag: `"${sha256}"` }) };
}

/** The key that a file has or was to have; null for one that isn't ours. */
export function keyOf({ properties }: DriveFile): string | null {
  const key = piecedKey(properties);
  return properties['key'] === hashOf(key) ? key : null;
}

function piecedKey(properties: Readonly<Record<string, string>>): string {
  let text = '';
  for (let which = 0; properties[`k${which}`] !== undefined; which += 1) text += properties[`k${which}`];
  return Buffer.from(text, 'base64url').toString();
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** In letters that nobody normalises: a key that came back with another form of an umlaut would be another key. */
const piecesOf = (key: string): readonly string[] =>
  Buffer.from(key)
    .toString('base64url')
    .match(new RegExp(`.{1,${pieceBytes}}`, 'g')) ?? [];
