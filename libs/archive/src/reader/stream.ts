import type { Contents } from '../contents';
import { ArchiveError, damaged, type DamagePlace } from '../errors';
import type { Manifest } from '../manifest';
import { plainNames } from '../members';
import { blockBytes } from '../tar';
import type { ReadOptions, VerifyLevel, VerifyOptions, VerifyReport } from './archive';
import { damageReason, isKeyProblem } from './decode';
import { findDamage } from './findings';
import { Inspection } from './inspection';
import { checkLayout } from './layout';
import { scanArchive, type Scan } from './scan';

/**
 * Checks an archive in one pass, without seeking: for pipes. Nothing of it is held but its manifest and contents.
 * @param known the proven manifest, when the source can seek: then a damaged header costs nothing but its member
 * @throws ArchiveError `not-ours`, `not-complete` (no valid END at the very end), `damaged` (the manifest itself),
 *   `lying-manifest`, `too-large`, `identity-needed`, `wrong-identity`. Damaged members are in the report.
 */
export async function verifyStream(
  bytes: AsyncIterable<Buffer>,
  level: VerifyLevel,
  options: VerifyOptions = {},
  known?: { readonly manifest: Manifest; readonly size: number },
): Promise<VerifyReport> {
  const limits = known && new Map(known.manifest.members.map((member) => [member.offset, member.rawSize]));
  const inspection = new Inspection(level, options, limits && ((offset) => limits.get(offset) ?? 0), options.rows);
  const scan = await scanArchive(bytes, {
    signal: options.signal,
    layout: known && layoutOf(known.manifest),
    onBytes: (total) => options.onProgress?.({ bytes: total, totalBytes: known?.size ?? null }),
    onEntry: (entry, data) => inspection.note(entry, data),
  });
  const { manifest, entry } = inspection.provenManifest(scan);
  const sums = checkLayout(manifest, entry);
  const { contents, decoded } = inspection;
  const found = findDamage({ scan, manifest, manifestEntry: entry, sums, contents, decoded });
  if (level === 2 && !found.some(({ member }) => member.startsWith(plainNames.contents))) {
    if (isKeyProblem(inspection.contentsProblem)) throw inspection.contentsProblem;
    if (inspection.contentsProblem !== null) {
      found.push({ ...contentsPlace(manifest), reason: damageReason(inspection.contentsProblem) });
    }
  }
  return {
    ok: found.length === 0,
    level,
    backupId: manifest.backupId,
    members: manifest.members.length,
    storedBytes: scan.size,
    fileSha256: scan.fileSha256,
    damaged: found,
  };
}

/**
 * What an archive says about itself, from a pipe: END and the manifest are proven, the members are not.
 * `contents` is null when it is encrypted and no identity was given.
 */
export async function inspectStream(
  bytes: AsyncIterable<Buffer>,
  options: ReadOptions = {},
): Promise<{ manifest: Manifest; contents: Contents | null }> {
  const inspection = new Inspection(0, options);
  const scan = await scanArchive(bytes, {
    signal: options.signal,
    onEntry: (entry, data) => inspection.note(entry, data),
  });
  const { manifest, entry } = inspection.provenManifest(scan);
  checkLayout(manifest, entry);
  refuseDamagedContents(manifest, scan, inspection.contentsProblem);
  return { manifest, contents: inspection.contents };
}

function refuseDamagedContents(manifest: Manifest, scan: Scan, problem: unknown): void {
  const place = contentsPlace(manifest);
  const seen = scan.entries.find(({ offset }) => offset === place.start);
  if (seen?.sha256 !== manifest.members.at(-1)?.sha256) throw damaged(place, 'its SHA-256 does not match');
  if (problem === null) return;
  throw problem instanceof ArchiveError ? problem : damaged(place, damageReason(problem), problem);
}

function layoutOf(manifest: Manifest): Map<number, { name: string; size: number }> {
  return new Map(
    manifest.members.map(({ name, offset, storedSize }) => [offset - blockBytes, { name, size: storedSize }]),
  );
}

function contentsPlace({ members }: Manifest): DamagePlace {
  const { name = plainNames.contents, offset = 0, storedSize = 0 } = members.at(-1) ?? {};
  return { member: name, table: null, start: offset, end: offset + storedSize };
}
