import { wrongUse } from './cli-error';

const CONNECTION = /\bpostgres(?:ql)?:\/\//i;
const KEYWORD_FORM = /\bpassword\s*=/i;
const PASSWORD_OPTION = /^--?pass(?:word)?=/i;
const PRIVATE_KEY = /AGE-SECRET-KEY-/i;

/**
 * Secrets typed as arguments are refused before anything else looks at them, and never repeated: the process list and the
 * shell's history have seen them already.
 */
export function refuseSecretsIn(argv: readonly string[]): void {
  for (const word of argv) {
    if (PASSWORD_OPTION.test(word)) {
      throw wrongUse(
        'A password on the command line is refused: every user of this machine could read it in the process list.',
        'Take another one now, and pipe it in where a command has --password-stdin.',
      );
    }
    if (CONNECTION.test(word) || KEYWORD_FORM.test(word)) {
      throw wrongUse(
        'A connection string on the command line is refused: every user of this machine could read its password in the process list.',
        'Put it into SOURCE_DATABASE_URL (TARGET_DATABASE_URL for a target) or a file for --db-url-file, and change the password if it was a real one.',
      );
    }
    if (PRIVATE_KEY.test(word)) {
      throw wrongUse(
        'That is the private key (AGE-SECRET-KEY-…), and the process list has now seen it.',
        'Make a new one with "stowbase keygen"; backup takes the public recipient (age1…), the other commands the key as a file (--identity KEYFILE).',
      );
    }
  }
}
