import type { KeyPair } from './age-keys';

/** As `stowbase keygen` and `age-keygen` write it, so that all three read each other's. */
export const keyFileText = ({ identity, recipient }: KeyPair, now: Date): string =>
  `# Stowbase recovery key. Whoever has this file can open the backups; without it nobody can.\n` +
  `# created: ${now.toISOString()}\n# public key: ${recipient}\n${identity}\n`;

/** Says which key it is: people will have several. */
export const keyFileName = (recipient: string): string => `stowbase-recovery-key-${recipient.slice(4, 12)}.txt`;

/** The private key in a key file; null: there is none. */
export const identityIn = (text: string): string | null =>
  /^\s*(AGE-SECRET-KEY-1[0-9A-Z]+)\s*$/im.exec(text)?.[1]?.toUpperCase() ?? null;
