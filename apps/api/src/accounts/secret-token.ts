import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** 256 random bits, base64url: 43 characters. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret value that can't be guessed: 64 hex digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Digests are compared, not strings: the time says nothing about where they differ. */
export function sameSecret(given: string, kept: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(given), 'hex'), Buffer.from(sha256(kept), 'hex'));
}

const readable = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Random letters and digits for people to read and type: nothing that looks like something else, 4.95 bits each. `randomCode(2, 3)`: `h4m-x9c`. */
export const randomCode = (groups: number, groupLength: number): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: groupLength }, () => readable.charAt(randomInt(readable.length))).join(''),
  ).join('-');
