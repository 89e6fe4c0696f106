import { Encrypter } from 'age-encryption';
import { ArchiveError } from '../errors';

// Each recipient costs a key exchange for every member.
const maxRecipients = 20;

/**
 * The recipients without surrounding space and repetition.
 * @throws ArchiveError `invalid-recipient`. What was given is never repeated: it may be a private key.
 */
export function checkRecipients(given: readonly string[]): string[] {
  const recipients = [...new Set(given.map((recipient) => recipient.trim()))];
  if (recipients.length > maxRecipients) {
    throw invalid(`${recipients.length} encryption recipients are too many`, `Use at most ${maxRecipients}.`);
  }
  for (const recipient of recipients) checkRecipient(recipient);
  return recipients;
}

function checkRecipient(recipient: string): void {
  const publicKey = 'Give the public key: the line that begins with "age1".';
  if (recipient === '') throw invalid('An encryption recipient is empty', publicKey);
  if (/age-secret-key-/i.test(recipient)) {
    throw invalid('That is the private key, not a recipient', `${publicKey} Keep the private key to yourself.`);
  }
  if (/^ssh-|^ecdsa-/.test(recipient)) throw invalid('SSH keys can not be used as recipients', publicKey);
  if (/^age1(pq|tag|tagpq)1/.test(recipient)) {
    throw invalid('Only X25519 recipients are supported, not post-quantum or hardware ones', publicKey);
  }
  if (!recipient.startsWith('age1')) throw invalid('An encryption recipient is no age public key', publicKey);
  try {
    new Encrypter().addRecipient(recipient);
  } catch {
    // The library's text repeats what was given.
    throw invalid('An encryption recipient is mistyped: its checksum or length is wrong', 'Copy the whole line again.');
  }
}

function invalid(what: string, nextStep: string): ArchiveError {
  return new ArchiveError('invalid-recipient', `${what}.`, nextStep);
}
