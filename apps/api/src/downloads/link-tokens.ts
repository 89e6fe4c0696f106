import { createHash, randomBytes } from 'node:crypto';

/** 256 bits, as they stand in an address. */
export const newLinkToken = (): string => randomBytes(32).toString('base64url');

export const isLinkToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** All that is kept of a token. */
export const linkTokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
