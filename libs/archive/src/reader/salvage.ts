import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keysOf, type AgeKeys } from '../age/identities';
import { notComplete } from '../errors';
import { maxContentsBytes, maxMemberBytes, maxReadmeBytes, maxRowBytes } from '../limits';
import { parseMemberName, plainNames, plainSqlName } from '../members';
import type { ReadOptions } from './archive';
import { damageReason, decodeMember, isKeyProblem } from './decode';
import { fillEmptyFolder } from './empty-folder';
import { Inspection } from './inspection';
import { rangeStream, type RangeSource } from './range-source';
import { scanArchive, type Scan, type SeenEntry } from './scan';
import { knownSums, SumsReader } from './sums';
import { writePrivateFile } from './write-file';

export interface SalvagedMember {
  readonly member: string;
  /** Below the target folder. */
  readonly file: string;
  readonly bytes: number;
  /** A hash of the archive's own list; or, where that list is gone, the checksum of the compression or of age. */
  readonly provenBy: 'hash' | 'checksum';
}

export interface LostMember {
  readonly member: string;
  /** The bytes [start, end) of the file. */
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

export interface SalvageReport {
  /** Whether the archive has a valid END: false means that members may be missing altogether. */
  readonly complete: boolean;
  readonly backupId: string | null;
  readonly written: readonly SalvagedMember[];
  readonly lost: readonly LostMember[];
}

/**
 * Writes out what of a damaged or cut archive still checks, and nothing else, as plain files in a new or empty folder. What
 * it gives is no backup: rows, tables and whole steps may be missing.
 * @throws ArchiveError `not-ours`, `target-not-empty`, `wrong-identity` or `identity-needed` (when nothing at all can be opened),
 *   `not-complete` (when nothing at all checks)
 */
export async function salvage(
  from: AsyncIterable<Buffer> | RangeSource,
  toDir: string,
  options: ReadOptions = {},
): Promise<SalvageReport> {
  return fillEmptyFolder(toDir, () => new Salvage(toDir, options).run(from));
}

interface Attempt {
  readonly file: string;
  readonly bytes: number;
  readonly problem: unknown;
}

class Salvage {
  readonly #attempts = new Map<number, Attempt>();
  readonly #inspection: Inspection;
  readonly #sums = new SumsReader();
  readonly #keys: AgeKeys | null;

  constructor(
    private readonly toDir: string,
    private readonly options: ReadOptions,
  ) {
    this.#inspection = new Inspection(0, options);
    this.#keys = keysOf(options.identity);
  }

  async run(from: AsyncIterable<Buffer> | RangeSource): Promise<SalvageReport> {
    const bytes = isRangeSource(from) ? rangeStream(from, 0, await from.size()) : from;
    const scan = await scanArchive(bytes, {
      signal: this.options.signal,
      onEntry: (entry, data) => this.#try(entry, data),
    });
    return this.#judge(scan);
  }

  async #try(entry: { name: string; offset: number; size: number }, data: AsyncIterable<Buffer>): Promise<void> {
    if (entry.name === plainNames.manifest) return this.#inspection.note(entry, data);
    if (entry.name === plainNames.sums) return this.#sums.read(data);
    const file = entry.name === plainNames.encryptedContents ? plainNames.contents : plainSqlName(entry.name);
    const part = join(this.toDir, `${file}.part-${entry.offset}`);
    try {
      const plain = decodeMember(data, entry.name, this.#keys, limitOf(entry.name));
      this.#attempts.set(entry.offset, { file, bytes: await writePrivateFile(part, plain), problem: null });
    } catch (problem) {
      await rm(part, { force: true });
      // A full disk or a missing right is no property of the archive.
      if (problem instanceof Error && 'syscall' in problem) throw problem;
      this.#attempts.set(entry.offset, { file, bytes: 0, problem });
    }
  }

  async #judge(scan: Scan): Promise<SalvageReport> {
    const hashes = knownSums(scan, this.#inspection.unprovenManifest, this.#sums.hashes);
    const written: SalvagedMember[] = [];
    const lost: LostMember[] = [];
    const files = new Set<string>();
    for (const entry of scan.entries) {
      const attempt = this.#attempts.get(entry.offset);
      if (attempt === undefined) continue;
      const { file, bytes, problem } = attempt;
      const reason = files.has(file) ? 'it stands twice' : lossOf(entry, problem, hashes.get(entry.name));
      const part = join(this.toDir, `${file}.part-${entry.offset}`);
      if (reason === null) {
        files.add(file);
        await rename(part, join(this.toDir, file));
        written.push({ member: entry.name, file, bytes, provenBy: hashes.has(entry.name) ? 'hash' : 'checksum' });
      } else {
        await rm(part, { force: true });
        lost.push({ member: entry.name, start: entry.offset, end: entry.offset + entry.size, reason });
      }
    }
    lost.push(...this.#unseen(scan));
    this.#refuseNothing(written, scan);
    return {
      complete: scan.end !== null,
      backupId: this.#inspection.unprovenManifest?.backupId ?? null,
      written,
      lost,
    };
  }

  /** Members of the manifest that the scan didn't come by. */
  #unseen(scan: Scan): LostMember[] {
    const seen = new Set(scan.entries.map(({ offset }) => offset));
    return (this.#inspection.unprovenManifest?.members ?? [])
      .filter(({ offset }) => !seen.has(offset))
      .map(({ name, offset, storedSize }) => ({
        member: name,
        start: offset - 512,
        end: offset + storedSize,
        reason: 'its tar header is damaged, or something else stands in its place',
      }));
  }

  #refuseNothing(written: readonly SalvagedMember[], scan: Scan): void {
    if (written.some(({ member }) => parseMemberName(member) !== null)) return;
    for (const { problem } of this.#attempts.values()) if (isKeyProblem(problem)) throw problem;
    if (written.length === 0) throw notComplete(scan.endProblem || 'no member of it checks');
  }
}

function lossOf(entry: SeenEntry, problem: unknown, hash: string | undefined): string | null {
  if (!entry.whole) return 'the archive is cut off in it';
  if (hash !== undefined && hash !== entry.sha256) return 'its SHA-256 does not match';
  if (problem !== null) return damageReason(problem);
  // Plain text has no checksum of its own.
  const provesItself = parseMemberName(entry.name) !== null || entry.name.endsWith('.age');
  return hash === undefined && !provesItself && entry.name !== plainNames.readme ? 'nothing proves it' : null;
}

function limitOf(name: string): number {
  if (name === plainNames.readme) return maxReadmeBytes;
  return parseMemberName(name) === null ? maxContentsBytes : maxMemberBytes + maxRowBytes;
}

function isRangeSource(from: AsyncIterable<Buffer> | RangeSource): from is RangeSource {
  return !(Symbol.asyncIterator in from);
}
