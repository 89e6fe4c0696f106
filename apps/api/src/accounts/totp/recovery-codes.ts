import { randomInt } from 'node:crypto';
import { sha256 } from '../secret-token';

const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const howMany = 10;
const groups = 4;
const groupLength = 4;

/** Each `xxxx-xxxx-xxxx-xxxx`: 79 bits, nothing that looks like something else. */
export const newRecoveryCodes = (): string[] => Array.from({ length: howMany }, newCode);

const newCode = (): string =>
  Array.from({ length: groups }, () => Array.from({ length: groupLength }, letter).join('')).join('-');

const letter = (): string => alphabet.charAt(randomInt(alphabet.length));

/** What is kept of a code; spaces, dashes and case don't matter. */
export const recoveryDigest = (code: string): string => sha256(code.toLowerCase().replaceAll(/[\s-]/g, ''));
