import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { encryptText } from '@stowbase/archive';

/** A text that only the owner of the private key can read. We keep its hash: whoever tells the text has opened the file. */
export interface Proof {
  /** An armored age file. */
  readonly file: string;
  readonly sha256: string;
}

export async function newProof(recipient: string): Promise<Proof> {
  const answer = `stowbase-proof-${randomBytes(16).toString('hex')}`;
  return { file: await encryptText(`${answer}\n`, [recipient]), sha256: hashOf(answer).toString('hex') };
}

/** Space around it, which copying adds, doesn't count. */
export const isAnswer = (given: string, sha256: string): boolean =>
  timingSafeEqual(hashOf(given.trim()), Buffer.from(sha256, 'hex'));

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

export const proofFileName = 'stowbase-proof.age';
export const proofCommand = `age -d -i key.txt ${proofFileName}`;
