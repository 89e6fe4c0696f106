import { armor, Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';

/** The two halves of a recovery key: what opens backups, and what they are closed with. */
export interface KeyPair {
  /** `AGE-SECRET-KEY-1…`: never sent anywhere. */
  readonly identity: string;
  /** `age1…` */
  readonly recipient: string;
}

export async function makeKeyPair(): Promise<KeyPair> {
  return pairOf(await generateX25519Identity());
}

/** @throws Error when it is no age identity */
export async function pairOf(identity: string): Promise<KeyPair> {
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * @param file an armored age file
 * @throws Error when it was closed to another key
 */
export async function openProof(file: string, identity: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return (await decrypter.decrypt(armor.decode(file), 'text')).trim();
}
