import { invisible } from './shown';

export const longestName = 100;

/** Why a text is no name, as the rest of a sentence that begins with the field; null: it is one. */
export function nameProblem(text: string): string | null {
  const name = cleanName(text);
  if (letters(name) === '') return 'must not be empty';
  if ([...name].length > longestName) return `must be at most ${longestName} characters long`;
  if (!name.isWellFormed()) return 'must not hold half a character';
  if (name.search(invisible) >= 0) return 'must not hold control characters or marks that turn the direction of text';
  return null;
}

/** As it is stored and shown: no space at its ends, composed. */
export const cleanName = (text: string): string => text.trim().normalize('NFC');

/** Equal for names that people would take for the same: full-width or composed otherwise, other case, more spaces, invisible characters (H31). */
export const nameKey = (name: string): string =>
  letters(name).normalize('NFKC').toLowerCase().normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();

/** Without what has no width: soft hyphen, zero-width space and joiners, variation selectors. */
const letters = (text: string): string => text.replaceAll(/[\p{Default_Ignorable_Code_Point}]/gu, '').trim();
