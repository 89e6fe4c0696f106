import type { AgeKeys } from '../age/identities';
import { AgeDamage, unseal } from '../age/unseal';
import { decompressStream, decompressZstd } from '../compress';
import { ArchiveError, tooLarge } from '../errors';
import { parseMemberName } from '../members';

/**
 * A member's plain bytes from its stored ones: decrypted when its name ends in `.age`, decompressed when it is SQL.
 * @param limit more bytes than this are never given
 * @throws ArchiveError `identity-needed`, `wrong-identity`, `too-large`; whatever else it throws, the stored bytes are damaged:
 *   see {@link damageReason}
 */
export async function* decodeMember(
  stored: AsyncIterable<Buffer>,
  name: string,
  keys: AgeKeys | null,
  limit: number,
): AsyncGenerator<Buffer> {
  const opened = name.endsWith('.age') ? unseal(stored, needed(keys)) : stored;
  const method = parseMemberName(name)?.method;
  let size = 0;
  for await (const chunk of method === undefined ? opened : decompressStream(opened, method)) {
    size += chunk.length;
    if (size > limit) throw beyond(name, limit);
    yield chunk;
  }
}

/** The same for a whole member that is one zstd frame and not encrypted. */
export async function decodeWhole(stored: Buffer, name: string, limit: number): Promise<Buffer> {
  try {
    return await decompressZstd(stored, limit);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') throw beyond(name, limit);
    throw cause;
  }
}

const beyond = (name: string, limit: number): ArchiveError => tooLarge(`${name} decodes to more than ${limit} bytes`);

/** Bytes that decode, but to nothing that a member may be. */
export class MemberDamage extends Error {}

/** Why a member couldn't be decoded, in a few words. */
export function damageReason(cause: unknown): string {
  if (cause instanceof AgeDamage || cause instanceof MemberDamage) return cause.message;
  if (cause instanceof ArchiveError) return cause.message.replace(/\.$/, '');
  return 'its compressed text is cut off or changed';
}

/** Whether a failure says more about the key given than about the member. */
export function isKeyProblem(cause: unknown): cause is ArchiveError {
  return cause instanceof ArchiveError && (cause.kind === 'wrong-identity' || cause.kind === 'identity-needed');
}

function needed(keys: AgeKeys | null): AgeKeys {
  if (keys !== null) return keys;
  throw new ArchiveError(
    'identity-needed',
    'The archive is encrypted, so its contents can not be read without a key.',
    'Give the key file with --identity.',
  );
}
