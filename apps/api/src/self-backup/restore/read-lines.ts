import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { decryptStream } from '@stowbase/archive';
import { AdminError } from '../../accounts/admin/admin-error';

const ageMark = Buffer.from('age-encryption.org/v1');
const zstdMark = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** Nobody's row is longer; bytes. */
const longestLine = 256 * 1024 * 1024;

export interface ServiceLine {
  /** Parsed. */
  readonly value: unknown;
  /** SHA-256 of every byte before this line. */
  readonly sha256Before: () => string;
}

/**
 * The lines of a backup of the records.
 * @throws AdminError `NOT_A_SELF_BACKUP`, `SELF_BACKUP_DAMAGED`; ArchiveError when the key doesn't open it, or it was cut or changed
 */
export async function* readLines(
  source: AsyncIterable<Buffer>,
  identities: readonly string[],
): AsyncGenerator<ServiceLine> {
  const hash = createHash('sha256');
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of await plainBytes(source, identities)) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end + 1);
      yield { value: parsed(line), sha256Before: () => hash.copy().digest('hex') };
      hash.update(line);
      rest = rest.subarray(end + 1);
    }
    if (rest.length > longestLine) throw damaged('a line of it has no end');
  }
  if (rest.length > 0) throw damaged('its last line is cut off');
}

async function plainBytes(
  source: AsyncIterable<Buffer>,
  identities: readonly string[],
): Promise<AsyncIterable<Buffer>> {
  const [first, all] = await peek(source, ageMark.length);
  const isSealed = first.subarray(0, ageMark.length).equals(ageMark);
  if (!isSealed && !first.subarray(0, zstdMark.length).equals(zstdMark)) {
    throw new AdminError(
      'NOT_A_SELF_BACKUP',
      'The file is no backup of the records of a service.',
      'Its name begins with "stowbase-service_" and ends with .age or .zst.',
    );
  }
  const packed = Readable.from(isSealed ? decryptStream(all, identities) : all);
  // What the decompressor fails with is what reading the file failed with, or its own.
  return told(pipeline(packed, createZstdDecompress(), () => undefined));
}

async function* told(plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* plain;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^(ZSTD|Z)_|ZSTD/i.test(code)) throw error;
    throw damaged('it can not be decompressed');
  }
}

async function peek(source: AsyncIterable<Buffer>, least: number): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const chunks = source[Symbol.asyncIterator]();
  let first: Buffer = Buffer.alloc(0);
  while (first.length < least) {
    const next = await chunks.next();
    if (next.done === true) break;
    first = Buffer.concat([first, next.value]);
  }
  const all = async function* (): AsyncGenerator<Buffer> {
    yield first;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  };
  return [first, all()];
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    throw damaged('a line of it is no JSON');
  }
}

export const damaged = (what: string): AdminError =>
  new AdminError('SELF_BACKUP_DAMAGED', `The backup of the records is damaged: ${what}.`, 'Use another one of them.');
