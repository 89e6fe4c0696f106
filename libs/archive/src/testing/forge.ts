import { createHash } from 'node:crypto';
import { encodeEnd } from '../end';
import { encodeContents } from '../contents';
import { encodeManifest, encodeSums, type Manifest, type ManifestMember } from '../manifest';
import { blockBytes, paddingOf, tarHeader } from '../tar';
import { smallContents, smallIdentity } from './small-archive';

export interface ForgedMember {
  readonly name: string;
  readonly stored: Buffer;
  /** What the manifest claims; default: the stored size. */
  readonly rawSize?: number;
}

export interface Forgery {
  /** Between README.txt and contents.json. */
  readonly members: readonly ForgedMember[];
  /** Entries that the manifest doesn't know, right behind the members. */
  readonly smuggled?: readonly ForgedMember[];
  /** Lies told in the manifest; END is made to fit them. */
  readonly lie?: (manifest: Manifest) => Manifest;
}

/** An archive whose hashes all fit but whose parts are whatever a forger wants: for tests of readers. */
export function forgeArchive({ members, smuggled = [], lie = (manifest) => manifest }: Forgery): Buffer {
  const parts: Buffer[] = [];
  let position = 0;
  const add = (...buffers: Buffer[]): void => {
    for (const buffer of buffers) {
      parts.push(buffer);
      position += buffer.length;
    }
  };
  const entry = (name: string, data: Buffer): number => {
    add(header(name, data.length));
    const offset = position;
    add(data, Buffer.alloc(paddingOf(data.length)));
    return offset;
  };
  const listed = [
    { name: 'README.txt', stored: Buffer.from('Stowbase backup\n') },
    ...members,
    { name: 'contents.json', stored: encodeContents(smallContents) },
  ].map((member): ManifestMember => {
    const { name, stored, rawSize = stored.length } = member;
    if (name === 'contents.json') for (const extra of smuggled) entry(extra.name, extra.stored);
    return { name, offset: entry(name, stored), storedSize: stored.length, rawSize, sha256: sha256(stored) };
  });
  const manifest = lie(manifestOf(listed));
  entry('SHA256SUMS', Buffer.concat(encodeSums(manifest.members)));
  const bytes = Buffer.concat(encodeManifest(manifest));
  const offset = entry('manifest.json', bytes);
  const end = { manifest: { offset, size: bytes.length, sha256: sha256(bytes) }, prefixSha256: sha256(...parts) };
  add(header('END', blockBytes), encodeEnd(end), Buffer.alloc(2 * blockBytes));
  return Buffer.concat(parts);
}

function manifestOf(members: ManifestMember[]): Manifest {
  const { backupId, attempt, projectSlug, createdAt, snapshotAt, tools, serverVersionNum } = smallIdentity;
  return {
    format: 'stowbase/1',
    backupId,
    attempt,
    projectSlug,
    createdAt: createdAt.toISOString(),
    snapshotAt: snapshotAt.toISOString(),
    finishedAt: snapshotAt.toISOString(),
    tools,
    serverVersionNum,
    compression: { method: 'zstd', level: 3 },
    encryption: null,
    rawBytes: members.reduce((sum, { rawSize }) => sum + rawSize, 0),
    storedBytes: members.reduce((sum, { storedSize }) => sum + storedSize, 0),
    largestRow: 0,
    members,
  };
}

function header(name: string, size: number): Buffer {
  return tarHeader({ name, size, mtime: smallIdentity.snapshotAt });
}

function sha256(...chunks: Buffer[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
