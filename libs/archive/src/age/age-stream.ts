import { ArchiveError } from '../errors';
import { keysOf } from './identities';
import { checkRecipients } from './recipients';
import { sealStream } from './seal';
import { AgeDamage, unseal } from './unseal';

/**
 * A stream as one age v1 file, which `age -d -i key.txt` opens. Memory: a piece of 64 KiB.
 * @throws ArchiveError `invalid-recipient`, also when there is none
 */
export function encryptStream(plain: AsyncIterable<Buffer>, recipients: readonly string[]): AsyncGenerator<Buffer> {
  return sealStream(plain, checkRecipients(recipients.length === 0 ? [''] : recipients));
}

/**
 * The plain bytes of one age v1 file; every piece is authentic before it is given, and the end is known to be the end.
 * @param identities `AGE-SECRET-KEY-…` lines
 * @throws ArchiveError `invalid-identity`, `identity-needed`, `wrong-identity`; `not-complete` when it was cut, changed or is followed by more
 */
export async function* decryptStream(
  sealed: AsyncIterable<Buffer>,
  identities: readonly string[],
): AsyncGenerator<Buffer> {
  const keys = keysOf(identities);
  if (keys === null) {
    throw new ArchiveError('identity-needed', 'The file is encrypted.', 'Give the file with the private key.');
  }
  try {
    yield* unseal(sealed, keys);
  } catch (cause) {
    if (!(cause instanceof AgeDamage)) throw cause;
    throw new ArchiveError(
      'not-complete',
      `The file can't be decrypted: ${cause.message}.`,
      'Use another copy of it.',
      {
        cause,
      },
    );
  }
}
