import { randomBytes } from 'node:crypto';

const pattern = /^\.stowbase-[0-9a-f]{16}\.partial$/;

/** The name of a file while it is written, beside its final place. */
export const newTempName = (): string => `.stowbase-${randomBytes(8).toString('hex')}.partial`;

export const isTempName = (name: string): boolean => pattern.test(name);
