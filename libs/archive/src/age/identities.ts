import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { ArchiveError } from '../errors';

/** A new key pair: the identity is the secret that opens archives, the recipient is all that a server needs to write them. */
export async function generateIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * The identities of a key file as `age-keygen` and `stowbase keygen` write it; comments and blank lines are ignored.
 * @throws ArchiveError `invalid-identity`, naming the line but never its text.
 */
export function parseIdentityFile(text: string): string[] {
  if (/^\s*(-----BEGIN AGE ENCRYPTED FILE|age-encryption\.org\/v1)/.test(text)) {
    throw invalid('The key file is itself encrypted', 'Decrypt it with "age -d" first and give the result.');
  }
  const identities = text.split(/\r?\n/).flatMap((given, index) => {
    const line = given.trim();
    if (line === '' || line.startsWith('#')) return [];
    checkLine(line, index + 1);
    return [line];
  });
  if (identities.length === 0) {
    throw invalid('The key file holds no identity', 'Give the file with the line that begins with "AGE-SECRET-KEY-1".');
  }
  return identities;
}

/** What opens age files. */
export type AgeKeys = Decrypter;

/**
 * Null when no identity is given.
 * @throws ArchiveError `invalid-identity`
 */
export function keysOf(identities: readonly string[] = []): AgeKeys | null {
  if (identities.length === 0) return null;
  const decrypter = new Decrypter();
  for (const [index, identity] of identities.entries()) {
    try {
      decrypter.addIdentity(identity.trim());
    } catch {
      // The library's text may repeat the secret.
      throw invalid(
        `Identity ${index + 1} is mistyped or no age identity`,
        'Copy the whole AGE-SECRET-KEY-1 line again.',
      );
    }
  }
  return decrypter;
}

function checkLine(line: string, number: number): void {
  if (line.startsWith('age1')) {
    throw invalid(
      `Line ${number} of the key file is the public key`,
      'Opening an archive takes the private one: the line that begins with "AGE-SECRET-KEY-1".',
    );
  }
  if (!line.startsWith('AGE-SECRET-KEY-')) {
    throw invalid(`Line ${number} of the key file is no age identity`, 'Plugin and SSH keys are not supported.');
  }
  try {
    new Decrypter().addIdentity(line);
  } catch {
    throw invalid(
      `Line ${number} of the key file is mistyped: its checksum or length is wrong`,
      'Copy the line again.',
    );
  }
}

function invalid(what: string, nextStep: string): ArchiveError {
  return new ArchiveError('invalid-identity', `${what}.`, nextStep);
}
