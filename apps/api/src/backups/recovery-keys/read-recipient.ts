import { ArchiveError, checkRecipients } from '@stowbase/archive';
import type { ApiError } from '../../errors/api-error';
import { fail } from './recovery-keys.errors';

/**
 * One age recipient out of what people paste: alone, or with the comment that key tools print before it. What is given is never
 * repeated, stored or logged: it may be a private key (H40).
 * @throws ApiError `INVALID_RECIPIENT`
 */
export function readRecipient(given: string): string {
  refusePrivateKey(given, 'recipient');
  const text = given.trim().replace(/^#?\s*public key:\s*/i, '');
  const several = text.split(/[\s,;]+/).filter((word) => word.startsWith('age1')).length;
  if (several > 1) {
    throw invalid(
      `${several} recipients were given at once.`,
      'Add each as a recovery key of its own, at most 20.',
      'recipient',
    );
  }
  try {
    const [recipient] = checkRecipients([text]);
    if (recipient !== undefined) return recipient;
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw invalid(error.message, error.nextStep, 'recipient');
  }
  throw invalid('The recipient is empty.', publicKey, 'recipient');
}

/** Looks into every field that people could paste it into by mistake. */
export function refusePrivateKey(given: string, field: string): void {
  if (!/age-secret-key-/i.test(given)) return;
  throw invalid(
    'That is the private key, not a recipient: it was not stored.',
    `${publicKey} Keep the private key to yourself.`,
    field,
  );
}

const publicKey = 'Give the public key: the line that begins with "age1".';

const invalid = (detail: string, nextStep: string, field: string): ApiError =>
  fail('INVALID_RECIPIENT', detail, { nextStep, field });
