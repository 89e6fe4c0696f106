import { copyFile, open, rm } from 'node:fs/promises';
import { ArchiveError } from '@stowbase/archive';
import type { Archive } from '@stowbase/archive';
import { diffFingerprints } from '@stowbase/postgres/testing';
import type { Fingerprint, ScratchServer } from '@stowbase/postgres/testing';
import { withArchive } from '../archive-input';
import type { Shell } from '../shell';
import { readFacts } from './proof';
import { restoreSample } from './sample-restore';

/** One bit of a copy was changed; what `verify` and `restore` said of it. */
export interface DamageProof {
  readonly member: string;
  /** Of the byte in the file. */
  readonly offset: number;
  /** The members that verify named, with their tables. */
  readonly named: readonly { readonly member: string; readonly table: string | null }[];
  /** The code with which restore refused it, naming the member too; null when it did not. */
  readonly refusedWith: string | null;
  /** The target was the same before and after. */
  readonly untouched: boolean;
}

/** Flips a bit in the middle of the largest data member and tries to restore that into a target whose facts are known. */
export async function tryDamagedCopy(
  file: string,
  target: ScratchServer,
  before: Fingerprint,
  shell: Shell,
): Promise<DamageProof> {
  const place = await withArchive(file, [], shell, (archive) => Promise.resolve(middleOfData(archive)));
  const copy = `${file}.damaged`;
  await copyFile(file, copy);
  try {
    await flipBit(copy, place.offset);
    const { damaged } = await withArchive(copy, [], shell, (archive) => archive.verify(2, { signal: shell.signal }));
    const named = damaged.map(({ member, table }) => ({ member, table }));
    const refusedWith = await refusal(copy, target, place.member, shell);
    const { missing, added } = diffFingerprints(before, await readFacts(target));
    return { ...place, named, refusedWith, untouched: missing.length + added.length === 0 };
  } finally {
    await rm(copy, { force: true });
  }
}

export const isRefused = ({ member, named, refusedWith, untouched }: DamageProof): boolean =>
  refusedWith !== null && untouched && named.length === 1 && named[0]?.member === member;

function middleOfData({ members }: Archive): Pick<DamageProof, 'member' | 'offset'> {
  const [largest] = members.filter(({ kind }) => kind === 'data').sort((a, b) => b.storedSize - a.storedSize);
  if (largest === undefined) throw new Error('the archive holds no rows');
  return { member: largest.name, offset: largest.offset + Math.floor(largest.storedSize / 2) };
}

async function flipBit(file: string, offset: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, offset);
    byte.writeUInt8(byte.readUInt8() ^ 1);
    await handle.write(byte, 0, 1, offset);
  } finally {
    await handle.close();
  }
}

async function refusal(copy: string, target: ScratchServer, member: string, shell: Shell): Promise<string | null> {
  try {
    await restoreSample(copy, target, shell);
    return null;
  } catch (e) {
    if (e instanceof ArchiveError && e.place?.member === member) return e.code;
    throw e;
  }
}
