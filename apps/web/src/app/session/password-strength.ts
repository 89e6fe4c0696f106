/** As the service asks (apps/api, password-rules): its length and not being guessable count, not which characters it has. */
export const shortestPassword = 12;
export const longestPassword = 128;

export interface PasswordStrength {
  /** 0 to 4, of 4. */
  readonly level: number;
  readonly text: string;
  /** Why the service would refuse it; null: it may not. */
  readonly problem: string | null;
}

const wellKnown =
  /stowbase|supabase|postgres(?:ql)?|database|backups?|restore|storage|password|passwort|admin|qwert[yz]|letmein|welcome/g;
const runs = /(.)\1{2,}|0123|1234|2345|3456|4567|5678|6789|7890|abcd|bcde|cdef|qwer|asdf|yxcv|zxcv/g;

/**
 * A guess at how long guessing would take: what is left of it without words and runs that are tried first. The service has the last word:
 * it also knows the most common passwords.
 * @param about the person's e-mail address and name
 */
export function passwordStrength(password: string, about: readonly string[] = []): PasswordStrength {
  const length = [...password].length;
  if (length < shortestPassword)
    return {
      level: length === 0 ? 0 : 1,
      text: $localize`${length} of at least ${shortestPassword} characters`,
      problem: $localize`The password has ${length} characters; at least ${shortestPassword} are needed.`,
    };
  if (length > longestPassword)
    return {
      level: 1,
      text: $localize`${length} of at most ${longestPassword} characters`,
      problem: $localize`The password has ${length} characters; at most ${longestPassword} are possible.`,
    };
  const plain = password.toLowerCase();
  const own = about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length > 2);
  const rest = [...own, '']
    .reduce((left, word) => (word === '' ? left : left.replaceAll(word, ' ')), plain)
    .replaceAll(wellKnown, ' ')
    .replaceAll(runs, ' ');
  const hard = new Set(rest).size < 5 ? 0 : [...rest].filter((character) => character !== ' ').length;
  if (hard < 5) return { level: 1, text: $localize`Easy to guess`, problem: null };
  if (hard < 10) return { level: 2, text: $localize`Could be guessed`, problem: null };
  if (hard < 16) return { level: 3, text: $localize`Good`, problem: null };
  return { level: 4, text: $localize`Very good`, problem: null };
}
