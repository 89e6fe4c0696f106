import { commonPasswords } from './common-passwords';

export const shortestPassword = 12;
export const longestPassword = 128;

/** Words that anyone would try first at this door. The e-mail address and the name of the user count too. */
const productWords = [
  'stowbase',
  'supabase',
  'postgresql',
  'postgres',
  'database',
  'backups',
  'backup',
  'restore',
  'storage',
  'password',
  'admin',
];
const shortestRest = 4;
const fewestDifferent = 5;
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
];

/**
 * Why this can't be a password, as the rest of a sentence that begins with "The password"; null: it can. Nothing is asked of its characters:
 * length and not being guessable are what count (NIST SP 800-63B).
 * @param about the user's e-mail address and name
 */
export function passwordProblem(password: string, about: readonly string[] = []): string | null {
  const text = password.normalize('NFC');
  const length = [...text].length;
  if (!text.isWellFormed() || /\p{Cc}/u.test(text)) return 'must not hold control characters';
  if (length < shortestPassword) return `has ${length} characters; at least ${shortestPassword} are needed`;
  if (length > longestPassword) return `has ${length} characters; at most ${longestPassword} are possible`;
  const plain = folded(text);
  const forms = [plain, withoutLeet(plain), withoutLeet(coreOf(plain))];
  if (forms.some(isCommon)) return 'is one of the most common ones, or is made of them';
  if (forms.some((form) => isOnly(form, [...productWords, ...wordsOf(about)]))) {
    return 'is made of words that belong to this service or to you';
  }
  return null;
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

const leet: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};
const withoutLeet = (text: string): string => text.replaceAll(/[@431!0$57]/g, (c) => leet[c] ?? c);

/** On the list, with or without digits and signs around it, said several times, two of the list in a row, or no more than a run of keys. */
function isCommon(text: string): boolean {
  if (text !== '' && new Set(text).size < fewestDifferent) return true;
  return [text, coreOf(text)].some(
    (one) => one !== '' && (isRun(once(one)) || isListed(once(one)) || isTwoListed(one)),
  );
}

/** Without the digits and signs at its ends. */
const coreOf = (text: string): string => text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

const isListed = (text: string): boolean => commonPasswords.has(text);

function isTwoListed(text: string): boolean {
  const letters = text.replaceAll(/[\s._-]/g, '');
  for (let i = 3; i <= letters.length - 3; i += 1) {
    if (isListed(letters.slice(0, i)) && isListed(letters.slice(i))) return true;
  }
  return false;
}

/** `abcabcabc` → `abc`. */
const once = (text: string): string => /^(.+?)\1+$/su.exec(text)?.[1] ?? text;

function isRun(text: string): boolean {
  const backwards = [...text].reverse().join('');
  return text.length >= 3 && rows.some((row) => `${row}${row}`.includes(text) || `${row}${row}`.includes(backwards));
}

/** What is left without these words, digits and signs is too little. */
function isOnly(text: string, words: readonly string[]): boolean {
  let rest = text.replaceAll(/[^\p{L}]/gu, '');
  if (rest === '') return false;
  for (const word of words) rest = rest.replaceAll(word, '');
  return [...rest].length < shortestRest;
}

const wordsOf = (about: readonly string[]): string[] =>
  about.flatMap((text) => folded(text).split(/[^\p{L}]+/u)).filter((word) => word.length >= shortestRest);
