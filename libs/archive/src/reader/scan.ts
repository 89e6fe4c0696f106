import { createHash, type Hash } from 'node:crypto';
import { ByteReader } from '../byte-reader';
import { parseEnd, type End } from '../end';
import { cancelled, notOurs } from '../errors';
import { isArchiveName, plainNames } from '../members';
import { blockBytes, paddingOf, readTarHeader } from '../tar';

/** An entry as it stands in the file, whatever the manifest says. */
export interface SeenEntry {
  readonly name: string;
  /** Where its data starts; its header is the block before. */
  readonly offset: number;
  readonly size: number;
  readonly mtime: Date;
  readonly sha256: string;
  /** Its header is exactly as we write it, its padding is zero. */
  readonly headerIntact: boolean;
  readonly paddingIntact: boolean;
  /** All of it is there. */
  readonly whole: boolean;
}

export interface Scan {
  readonly entries: readonly SeenEntry[];
  /** Null when there is none at the very end: `endProblem` says why. */
  readonly end: End | null;
  readonly endProblem: string;
  readonly prefixSha256: string;
  readonly fileSha256: string;
  readonly size: number;
}

export interface ScanOptions {
  readonly signal?: AbortSignal | undefined;
  /** Where headers must stand, by their offset: then a damaged header costs nothing but itself. */
  readonly layout?: ReadonlyMap<number, { readonly name: string; readonly size: number }> | undefined;
  onBytes?(total: number): void;
  /** May read the entry's data; what it leaves is read on. */
  onEntry?(entry: { name: string; offset: number; size: number }, data: AsyncIterable<Buffer>): Promise<void>;
}

/**
 * One pass over an archive without seeking. A damaged header is skipped: the scan goes on at the next one.
 * @throws ArchiveError `not-ours`, `unsupported-format`; what the source failed with, which says nothing of the archive
 */
export async function scanArchive(bytes: AsyncIterable<Buffer>, options: ScanOptions): Promise<Scan> {
  const failures: unknown[] = [];
  const scan = await new Scanner(watched(bytes, options, failures), options).run();
  // Whoever decoded a member may have taken it for damage, and what followed then looks cut off.
  if (failures.length > 0) throw failures[0];
  return scan;
}

class Scanner {
  readonly #hash = createHash('sha256');
  readonly #reader: ByteReader;
  readonly #entries: SeenEntry[] = [];
  #lost = false;

  constructor(
    bytes: AsyncIterable<Buffer>,
    private readonly options: ScanOptions,
  ) {
    this.#reader = new ByteReader(bytes, (chunk) => this.#hash.update(chunk));
  }

  async run(): Promise<Scan> {
    try {
      for (;;) {
        const block = await this.#reader.peek(blockBytes);
        if (this.#reader.position === 0) refuseForeign(block);
        if (block.length < blockBytes) return this.#result('it is cut off before its END');
        const header = this.#header(block);
        if (header?.name === plainNames.end) return await this.#end(header.intact);
        await this.#reader.read(blockBytes);
        this.#lost = header === null;
        if (header !== null && !(await this.#entry(header))) return this.#result(`it is cut off in ${header.name}`);
      }
    } finally {
      await this.#reader.close();
    }
  }

  #header(block: Buffer): { name: string; size: number; mtime: Date; intact: boolean } | null {
    const found = readTarHeader(block);
    const expected = this.options.layout?.get(this.#reader.position);
    if (expected !== undefined && (found === null || found === 'other')) {
      return { ...expected, mtime: new Date(0), intact: false };
    }
    if (found === null) return null;
    const ours = found !== 'other' && isArchiveName(found.name);
    // Behind a damaged header a block may look like one by chance.
    if (this.#lost && !(ours && found.exact)) return null;
    if (found === 'other') throw notOurs('it has an entry that is no regular file');
    if (!ours) throw notOurs(`it has an entry named ${JSON.stringify(found.name.slice(0, 60))}`);
    return { name: found.name, size: found.size, mtime: found.mtime, intact: found.exact };
  }

  async #entry(header: { name: string; size: number; mtime: Date; intact: boolean }): Promise<boolean> {
    const { name, size, mtime } = header;
    const offset = this.#reader.position;
    const hash = createHash('sha256');
    const data = hashed(this.#reader, size, hash);
    await this.options.onEntry?.({ name, offset, size }, data.stream());
    await data.drain();
    const whole = data.left() === 0;
    const padding = await this.#reader.read(paddingOf(size));
    this.#entries.push({
      name,
      offset,
      size,
      mtime,
      sha256: hash.digest('hex'),
      headerIntact: header.intact,
      paddingIntact: padding.length === paddingOf(size) && padding.every((byte) => byte === 0),
      whole,
    });
    return whole;
  }

  async #end(headerIntact: boolean): Promise<Scan> {
    const prefixSha256 = this.#hash.copy().digest('hex');
    await this.#reader.read(blockBytes);
    const end = parseEnd(await this.#reader.read(blockBytes));
    const zeros = await this.#reader.read(2 * blockBytes);
    if (zeros.length < 2 * blockBytes) return this.#result('it is cut off behind its END');
    if (end === null || !headerIntact || zeros.some((byte) => byte !== 0)) return this.#result('its END is damaged');
    if ((await this.#reader.peek(1)).length > 0) return this.#result('something follows its END');
    return { ...this.#result(''), end, prefixSha256 };
  }

  #result(endProblem: string): Scan {
    return {
      entries: this.#entries,
      end: null,
      endProblem,
      prefixSha256: '',
      fileSha256: this.#hash.copy().digest('hex'),
      size: this.#reader.position,
    };
  }
}

/** The start of the file decides: ours is a tar whose first entry is README.txt, even when a byte of that was changed. */
export function refuseForeign(start: Buffer): void {
  const name = Buffer.from(`${plainNames.readme}\0`);
  const seen = start.subarray(0, name.length);
  const magic = start.subarray(257, 262).toString('latin1');
  if (seen.equals(name.subarray(0, seen.length))) return;
  if (magic !== 'ustar') throw notOurs('it does not begin like one');
}

interface HashedData {
  stream(): AsyncGenerator<Buffer>;
  /** Reads what nobody read. */
  drain(): Promise<void>;
  left(): number;
}

function hashed(reader: ByteReader, size: number, hash: Hash): HashedData {
  let left = size;
  const stream = async function* (): AsyncGenerator<Buffer> {
    for await (const slice of reader.slices(left)) {
      left -= slice.length;
      hash.update(slice);
      yield slice;
    }
  };
  const drain = async (): Promise<void> => {
    const rest = stream();
    while ((await rest.next()).done !== true);
  };
  return { stream, drain, left: () => left };
}

async function* watched(
  bytes: AsyncIterable<Buffer>,
  options: ScanOptions,
  failures: unknown[],
): AsyncGenerator<Buffer> {
  let total = 0;
  try {
    for await (const chunk of bytes) {
      if (options.signal?.aborted === true) throw cancelled(options.signal);
      total += chunk.length;
      options.onBytes?.(total);
      yield chunk;
    }
  } catch (cause) {
    failures.push(cause);
    throw cause;
  }
}
