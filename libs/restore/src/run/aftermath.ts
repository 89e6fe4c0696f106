/**
 * What a failure leaves behind: `as-it-was` when the whole restore is one transaction, `unfinished` when steps before it are
 * committed already.
 */
export type Aftermath = 'as-it-was' | 'unfinished';

/** A sentence for the end of an error's message. */
export function aftermathText(aftermath: Aftermath): string {
  switch (aftermath) {
    case 'as-it-was':
      return 'The target is as it was: PostgreSQL took everything back.';
    case 'unfinished':
      return 'What was restored before stays, and the restore is unfinished.';
  }
}
