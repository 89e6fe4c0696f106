import { ByteReader } from '../byte-reader';
import type { Manifest } from '../manifest';
import { plainNames } from '../members';
import type { Scan } from './scan';

const maxLineBytes = 1024;

/** Reads SHA256SUMS as far as it is one. */
export class SumsReader {
  readonly hashes = new Map<string, string>();

  async read(bytes: AsyncIterable<Buffer>): Promise<void> {
    const reader = new ByteReader(bytes);
    for (let line = await reader.readLine(maxLineBytes); line !== null; line = await reader.readLine(maxLineBytes)) {
      const [, sha256, name] = /^([0-9a-f]{64}) {2}(\S+)\n$/.exec(line.toString('latin1')) ?? [];
      if (sha256 !== undefined && name !== undefined) this.hashes.set(name, sha256);
    }
  }
}

/**
 * What the stored hashes of the members should be, by name: from the manifest when END proves it; else from SHA256SUMS, which may be
 * damaged itself; nothing when the file was cut off before both.
 */
export function knownSums(
  scan: Scan,
  manifest: Manifest | null,
  sums: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const entry = scan.entries.findLast(({ name }) => name === plainNames.manifest);
  const proven = manifest !== null && scan.end !== null && entry?.sha256 === scan.end.manifest.sha256;
  return proven ? new Map(manifest.members.map(({ name, sha256 }) => [name, sha256])) : sums;
}
