import { createHash } from 'node:crypto';
import { endBytes } from '../limits';
import { tableOfMember, type Contents } from '../contents';
import { encodeSums, type Manifest, type ManifestMember } from '../manifest';
import { parseMemberName, plainNames } from '../members';
import { blockBytes, paddingOf } from '../tar';
import type { DamagedMember } from './archive';
import { damageReason, isKeyProblem } from './decode';
import type { Decoded } from './inspection';
import type { SumsPlace } from './layout';
import type { Scan, SeenEntry } from './scan';

/** What a scan found, against what the manifest says. */
export interface Evidence {
  readonly scan: Scan;
  readonly manifest: Manifest;
  readonly manifestEntry: SeenEntry;
  readonly sums: SumsPlace;
  readonly contents: Contents | null;
  readonly decoded: ReadonlyMap<number, Decoded>;
}

/**
 * Every place where the file isn't what its manifest and END say. Each byte belongs to one place: headers must be exact, data has
 * a hash, padding is zero, SHA256SUMS follows from the manifest, the manifest's hash is in END.
 * @throws ArchiveError `wrong-identity` when a member is intact but the key given doesn't open it
 */
export function findDamage(evidence: Evidence): DamagedMember[] {
  const { manifest, scan, manifestEntry } = evidence;
  const seen = new Map(scan.entries.map((entry) => [entry.offset, entry]));
  const mtime = Math.floor(Date.parse(manifest.snapshotAt) / 1000);
  const found: DamagedMember[] = [];
  for (const expected of [...manifest.members, sumsMember(evidence), selfMember(manifestEntry)]) {
    const [start, end, reason] = faultOf(expected, seen.get(expected.offset), mtime, evidence.decoded) ?? [];
    if (start === undefined || end === undefined || reason === undefined) continue;
    const table = tableOfMember(evidence.contents, parseMemberName(expected.name)?.number ?? null);
    found.push({ member: expected.name, table, start, end, reason });
  }
  if (found.length === 0 && scan.end !== null && scan.end.prefixSha256 !== scan.prefixSha256) {
    const reason = 'the hash over the whole file does not match';
    found.push({ member: plainNames.end, table: null, start: scan.size - endBytes, end: scan.size, reason });
  }
  return found;
}

type Fault = [start: number, end: number, reason: string];

function faultOf(
  expected: ManifestMember,
  entry: SeenEntry | undefined,
  mtime: number,
  decoded: ReadonlyMap<number, Decoded>,
): Fault | null {
  const { offset, storedSize, name, sha256, rawSize } = expected;
  const end = offset + storedSize;
  if (entry === undefined || !entry.whole || entry.name !== name || entry.size !== storedSize) {
    return [offset - blockBytes, end, 'its tar header is damaged, or something else stands in its place'];
  }
  if (entry.sha256 !== sha256) return [offset, end, 'its SHA-256 does not match'];
  if (!entry.headerIntact || entry.mtime.getTime() / 1000 !== mtime) {
    return [offset - blockBytes, offset, 'its tar header was changed'];
  }
  if (!entry.paddingIntact) return [end, end + paddingOf(storedSize), 'the padding behind it was changed'];
  const result = decoded.get(offset);
  if (result === undefined) return null;
  if (isKeyProblem(result.problem)) throw result.problem;
  if (result.problem !== null) return [offset, end, damageReason(result.problem)];
  return result.rawSize === rawSize
    ? null
    : [offset, end, `it decodes to ${result.rawSize} bytes instead of ${rawSize}`];
}

function sumsMember({ manifest, sums }: Evidence): ManifestMember {
  const hash = createHash('sha256');
  for (const chunk of encodeSums(manifest.members)) hash.update(chunk);
  const { offset, size } = sums;
  return { name: plainNames.sums, offset, storedSize: size, rawSize: size, sha256: hash.digest('hex') };
}

function selfMember({ name, offset, size, sha256 }: SeenEntry): ManifestMember {
  return { name, offset, storedSize: size, rawSize: size, sha256 };
}
