import { randomCode, sha256 } from '../secret-token';

const howMany = 10;

/** Each `xxxx-xxxx-xxxx-xxxx`: 79 bits. */
export const newRecoveryCodes = (): string[] => Array.from({ length: howMany }, () => randomCode(4, 4));

/** What is kept of a code; spaces, dashes and case don't matter. */
export const recoveryDigest = (code: string): string => sha256(code.toLowerCase().replaceAll(/[\s-]/g, ''));
