import { lyingManifest, tooLarge } from '../errors';
import { maxMemberBytes, maxRowBytes } from '../limits';
import type { Manifest, ManifestMember } from '../manifest';
import { parseMemberName, plainNames } from '../members';
import { blockBytes, paddingOf } from '../tar';

/** Where SHA256SUMS stands; everything else in the file follows from the manifest's own list. */
export interface SumsPlace {
  readonly offset: number;
  readonly size: number;
}

/**
 * Checks that a manifest describes a file that can exist: one member behind the other, the names in order, sizes within the
 * limits of the format, sums that add up, the manifest itself where its list ends.
 * @throws ArchiveError `lying-manifest`, `too-large`
 */
export function checkLayout(manifest: Manifest, self: { offset: number; size: number }): SumsPlace {
  checkNames(manifest);
  if (manifest.largestRow > maxRowBytes) throw tooLarge(`a row of ${manifest.largestRow} bytes`);
  let next = blockBytes;
  let [rawBytes, storedBytes] = [0, 0];
  for (const member of manifest.members) {
    checkSize(member, manifest);
    if (member.offset !== next) throw lyingManifest(`${member.name} can not be at byte ${member.offset}`);
    next = dataAfter(member.offset, member.storedSize);
    rawBytes += member.rawSize;
    storedBytes += member.storedSize;
  }
  if (rawBytes !== manifest.rawBytes || storedBytes !== manifest.storedBytes) {
    throw lyingManifest('its sums do not add up');
  }
  const sums = { offset: next, size: sumsSize(manifest.members) };
  if (self.offset !== dataAfter(sums.offset, sums.size)) throw lyingManifest('its members do not fill the file');
  return sums;
}

/** Where the data of the entry behind this one starts. */
export function dataAfter(offset: number, size: number): number {
  return offset + size + paddingOf(size) + blockBytes;
}

function sumsSize(members: readonly ManifestMember[]): number {
  return members.reduce((sum, { name }) => sum + 64 + 2 + Buffer.byteLength(name) + 1, 0);
}

function checkSize(member: ManifestMember, { largestRow, encryption }: Manifest): void {
  const name = parseMemberName(member.name);
  if (name !== null && member.rawSize > maxMemberBytes + largestRow) {
    throw tooLarge(`${member.name} of ${member.rawSize} bytes`);
  }
  const asStored = name === null && !(encryption !== null && member.name === plainNames.encryptedContents);
  if (asStored && member.rawSize !== member.storedSize) throw lyingManifest(`${member.name} has two sizes`);
}

function checkNames({ members, encryption, compression }: Manifest): void {
  const contents = encryption === null ? plainNames.contents : plainNames.encryptedContents;
  if (members.length < 2 || members[0]?.name !== plainNames.readme || members.at(-1)?.name !== contents) {
    throw lyingManifest('its first or last member is not what it should be');
  }
  let last = 0;
  for (const { name } of members.slice(1, -1)) {
    const parts = parseMemberName(name);
    if (parts === null) throw lyingManifest('a member has a name that no archive has');
    if (parts.method !== compression.method || parts.age !== (encryption !== null)) {
      throw lyingManifest(`${name} is not stored the way the manifest says`);
    }
    if (parts.number <= last) throw lyingManifest(`${name} stands twice or out of order`);
    last = parts.number;
  }
}
