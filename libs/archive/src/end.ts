import { archiveFormat } from './manifest';
import { ArchiveError } from './errors';
import { blockBytes } from './tar';

/** END: the member that makes an archive whole. Exactly 512 bytes: JSON, spaces, a newline. */
export interface End {
  /** Of manifest.json's bytes. */
  readonly manifest: { readonly offset: number; readonly size: number; readonly sha256: string };
  /** SHA-256 of every byte before END's header. */
  readonly prefixSha256: string;
}

export function encodeEnd(end: End): Buffer {
  const json = JSON.stringify({ format: archiveFormat, manifest: end.manifest, prefixSha256: end.prefixSha256 });
  return Buffer.from(`${json.padEnd(blockBytes - 1, ' ')}\n`);
}

/**
 * Null when the bytes are no END.
 * @throws ArchiveError `unsupported-format` for an END of a later format
 */
export function parseEnd(body: Buffer): End | null {
  const text = body.toString('latin1');
  if (body.length !== blockBytes || !/^\{[^\n]*\} *\n$/.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { format, manifest, prefixSha256 } = value as {
    format?: unknown;
    manifest?: Partial<End['manifest']>;
    prefixSha256?: unknown;
  };
  if (format !== archiveFormat) return refuseLaterFormat(format);
  if (typeof manifest !== 'object' || manifest === null) return null;
  const { offset, size, sha256 } = manifest;
  if (!isCount(offset) || !isCount(size) || !isSha256(sha256) || !isSha256(prefixSha256)) return null;
  return { manifest: { offset, size, sha256 }, prefixSha256 };
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isSha256(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function refuseLaterFormat(format: unknown): null {
  if (typeof format !== 'string' || !/^stowbase\/[0-9]{1,4}$/.test(format)) return null;
  throw new ArchiveError(
    'unsupported-format',
    `The archive has the format ${format}, which this version of Stowbase can't read.`,
    'Install a newer version of Stowbase, or follow the README.txt inside the archive.',
  );
}
