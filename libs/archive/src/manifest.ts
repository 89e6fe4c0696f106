import type { ToolVersions } from './identity';

export const archiveFormat = 'stowbase/1';

export interface Compression {
  readonly method: 'zstd' | 'gzip';
  /** zstd 1 to 19, gzip 1 to 9. */
  readonly level: number;
}

export interface ManifestMember {
  readonly name: string;
  /** Where its stored bytes start in the file. */
  readonly offset: number;
  readonly storedSize: number;
  /** Before compression and encryption. */
  readonly rawSize: number;
  /** Of the stored bytes, lower-case hex. */
  readonly sha256: string;
}

/** manifest.json: integrity only, readable without any key. Times are ISO 8601 in UTC; sizes in bytes. */
export interface Manifest {
  readonly format: typeof archiveFormat;
  readonly backupId: string;
  readonly attempt: number;
  readonly projectSlug: string;
  readonly createdAt: string;
  readonly snapshotAt: string;
  readonly finishedAt: string;
  readonly tools: ToolVersions;
  readonly serverVersionNum: number;
  readonly compression: Compression;
  readonly encryption: null | { readonly method: 'age'; readonly recipients: readonly string[] };
  /** The sum over `members`. */
  readonly rawBytes: number;
  /** The sum over `members`. */
  readonly storedBytes: number;
  /** No member may be larger than this and 4 MiB; 0 when no row was longer than a member. */
  readonly largestRow: number;
  /** Every member before SHA256SUMS, in the order of the file. */
  readonly members: readonly ManifestMember[];
}

/** The manifest as bytes: everything but the members on the first line, then one member a line, so that readers needn't hold it. */
export function encodeManifest(manifest: Manifest): Buffer[] {
  const { members, ...head } = manifest;
  const first = JSON.stringify(head).replace(/\}$/, ',"members":[\n');
  const lines = members.map(
    (member, index) =>
      `${JSON.stringify([member.name, member.offset, member.storedSize, member.rawSize, member.sha256])}${index < members.length - 1 ? ',' : ''}\n`,
  );
  return [Buffer.from(first), ...joinLines(lines), Buffer.from(']}\n')];
}

/** SHA256SUMS as bytes, for the stock `sha256sum -c`: one line a member. */
export function encodeSums(members: readonly ManifestMember[]): Buffer[] {
  return joinLines(members.map(({ name, sha256 }) => `${sha256}  ${name}\n`));
}

function joinLines(lines: readonly string[]): Buffer[] {
  const buffers: Buffer[] = [];
  for (let start = 0; start < lines.length; start += 1000) {
    buffers.push(Buffer.from(lines.slice(start, start + 1000).join('')));
  }
  return buffers;
}
