import { keysOf, type AgeKeys } from '../age/identities';
import { parseContents, type Contents } from '../contents';
import { ArchiveError, damaged, lyingManifest, notComplete } from '../errors';
import { maxContentsBytes, maxManifestBytes, maxMemberBytes, maxRowBytes } from '../limits';
import type { Manifest } from '../manifest';
import { parseMemberName, plainNames } from '../members';
import type { ReadOptions, VerifyLevel } from './archive';
import { CopyCheck } from './copy-check';
import { decodeMember, MemberDamage } from './decode';
import { readManifest } from './manifest-reader';
import { longestHeader, statedContentSize } from '../zstd-header';
import type { Scan, SeenEntry } from './scan';

/** What became of decoding a member: its size before compression, or what went wrong. */
export type Decoded = { readonly rawSize: number; readonly problem: unknown };

/** Takes notes of the entries of one scan: the manifest, the contents, and for level 2 how every member decodes. */
export class Inspection {
  contents: Contents | null = null;
  contentsProblem: unknown = null;
  /** By the offset of the data. */
  readonly decoded = new Map<number, Decoded>();
  readonly #keys: AgeKeys | null;
  #manifest: Manifest | null = null;
  #manifestProblem: unknown = null;

  /** @param limitOf how many bytes the member at this offset may decode to, when that is known before */
  constructor(
    private readonly level: 0 | VerifyLevel,
    options: ReadOptions,
    private readonly limitOf: (offset: number) => number = () => maxMemberBytes + maxRowBytes,
    private readonly rows: 'decode' | 'size' = 'decode',
  ) {
    this.#keys = keysOf(options.identity);
  }

  async note(entry: { name: string; offset: number; size: number }, data: AsyncIterable<Buffer>): Promise<void> {
    if (entry.name === plainNames.manifest) return this.#noteManifest(entry, data);
    if (entry.name === plainNames.contents || entry.name === plainNames.encryptedContents) {
      return this.#noteContents(entry, data);
    }
    if (this.level === 2 && parseMemberName(entry.name) !== null) {
      this.decoded.set(entry.offset, await this.#decode(entry, data));
    }
  }

  /**
   * The manifest, when the END that was found belongs to it.
   * @throws ArchiveError `not-complete`, `damaged`, `lying-manifest`
   */
  provenManifest(scan: Scan): { manifest: Manifest; entry: SeenEntry } {
    const { end } = scan;
    if (end === null) throw notComplete(scan.endProblem);
    const entry = scan.entries.at(-1);
    const { offset, size, sha256 } = end.manifest;
    if (
      entry?.name !== plainNames.manifest ||
      entry.offset !== offset ||
      entry.size !== size ||
      entry.sha256 !== sha256
    ) {
      const place = { member: plainNames.manifest, table: null, start: offset, end: offset + size };
      throw damaged(place, 'it is not the manifest that END names');
    }
    if (this.#manifest === null) throw this.#manifestProblem;
    return { manifest: this.#manifest, entry };
  }

  /** The manifest as it was read, proven by nothing. */
  get unprovenManifest(): Manifest | null {
    return this.#manifest;
  }

  async #noteManifest({ offset, size }: { offset: number; size: number }, data: AsyncIterable<Buffer>): Promise<void> {
    try {
      if (size > maxManifestBytes) throw lyingManifest('it is larger than any manifest');
      this.#manifest = await readManifest(data, offset);
    } catch (problem) {
      this.#manifestProblem = problem;
    }
  }

  async #noteContents(entry: { name: string }, data: AsyncIterable<Buffer>): Promise<void> {
    if (this.#keys === null && entry.name === plainNames.encryptedContents && this.level !== 2) return;
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of decodeMember(data, entry.name, this.#keys, maxContentsBytes)) chunks.push(chunk);
      this.contents = parseContents(Buffer.concat(chunks));
    } catch (problem) {
      this.contentsProblem = problem;
    }
  }

  async #decode(entry: { name: string; offset: number }, data: AsyncIterable<Buffer>): Promise<Decoded> {
    const member = parseMemberName(entry.name);
    const check = member?.kind === 'data' ? new CopyCheck() : null;
    let stored = data;
    if (this.rows === 'size' && member?.kind === 'data' && member.method === 'zstd' && !member.age) {
      const [start, all] = await peekFirst(data);
      const size = statedContentSize(start);
      if (size !== null) return { rawSize: size, problem: null };
      stored = all;
    }
    let rawSize = 0;
    try {
      for await (const chunk of decodeMember(stored, entry.name, this.#keys, this.limitOf(entry.offset))) {
        rawSize += chunk.length;
        check?.push(chunk);
      }
    } catch (problem) {
      // Without a key every member fails: there is no point in reading on.
      if (problem instanceof ArchiveError && problem.kind === 'identity-needed') throw problem;
      return { rawSize, problem };
    }
    const open = check?.problem() ?? null;
    return { rawSize, problem: open === null ? null : new MemberDamage(open) };
  }
}

/** As many first bytes as a frame's header may have, and all pieces with them. */
async function peekFirst(data: AsyncIterable<Buffer>): Promise<[first: Buffer, all: AsyncIterable<Buffer>]> {
  const pieces = data[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (first.length < longestHeader) {
    const next = await pieces.next();
    if (next.done === true) break;
    first = Buffer.concat([first, next.value]);
  }
  const all = async function* (): AsyncGenerator<Buffer> {
    yield first;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  };
  return [first, all()];
}
