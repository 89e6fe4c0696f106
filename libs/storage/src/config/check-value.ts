import type { Field, JsonScalar } from './field';
import { parseBytes } from './parse-bytes';

/** A value as it is kept, with a notice when something was changed that its giver should know; or what is wrong with it. */
export type Checked = { readonly value: JsonScalar; readonly notice?: string } | { readonly problem: string };

/** Characters a text may have when its field doesn't say. */
const defaultLongest = 1_000;
const longestSecret = 8_192;
const longestJson = 65_536;

/** Checks one given value. The environment gives texts, so numbers and booleans may be written as such. */
export function checkValue(field: Field, given: JsonScalar): Checked {
  switch (field.kind) {
    case 'text':
    case 'path':
      return typeof given === 'string' ? checkText(field, given.trim(), defaultLongest) : { problem: 'must be a text' };
    case 'secret':
      return typeof given === 'string' ? checkSecret(field, given) : { problem: 'must be a text' };
    case 'url':
      return typeof given === 'string' ? checkUrl(field, given.trim()) : { problem: 'must be an address' };
    case 'integer':
      return checkNumber(field, typeof given === 'string' ? integerOf(given.trim()) : given, 'must be a whole number');
    case 'bytes':
      return checkNumber(
        field,
        typeof given === 'string' ? parseBytes(given.trim()) : given,
        'must be a size, like 500 MB or 2 GiB',
      );
    case 'boolean':
      return checkBoolean(typeof given === 'string' ? given.trim() : given);
    case 'choice':
      return checkChoice(field, given);
    case 'json-file':
      return typeof given === 'string' ? checkJson(given.trim()) : { problem: 'must be the text of a JSON file' };
  }
}

function checkText(field: Field, value: string, longest: number): Checked {
  const lines = field.multiline === true ? value.replaceAll(/\r?\n/g, '') : value;
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x1f\x7f]/.test(lines)) return { problem: 'holds a line break or another control character' };
  if (!value.isWellFormed()) return { problem: 'is not valid Unicode' };
  if (value.length > (field.max ?? longest)) return { problem: `is longer than ${field.max ?? longest} characters` };
  if (value.length < (field.min ?? 0)) return { problem: `is shorter than ${field.min ?? 0} characters` };
  const { pattern } = field;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern.source})$`, 'u').test(value)) {
    return { problem: pattern.message };
  }
  return { value };
}

/** A pasted secret often brings the end of its line along: taken off, and said. Anything inside is left as it is. */
function checkSecret(field: Field, given: string): Checked {
  const value = given.trim();
  const checked = checkText(field, value, longestSecret);
  if ('problem' in checked || value === given) return checked;
  return { value, notice: 'had spaces or line breaks around it, which were taken off' };
}

function checkUrl(field: Field, given: string): Checked {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:\/\//i.test(given)) {
    return { problem: 'must be an address that begins with https:// or http://' };
  }
  if (url.username !== '' || url.password !== '') return { problem: 'must not hold a user name or password' };
  if (given.includes('?') || given.includes('#')) return { problem: 'must not hold "?" or "#"' };
  const path = url.pathname.replace(/\/+$/, '');
  if (path !== '' && field.allowPath !== true) return { problem: 'must end after the host and port' };
  return checkText(field, url.origin + path, defaultLongest);
}

function checkNumber(field: Field, value: JsonScalar | null, otherwise: string): Checked {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return { problem: otherwise };
  if (value < (field.min ?? 0)) return { problem: `must be ${field.min ?? 0} or more` };
  if (field.max !== undefined && value > field.max) return { problem: `must be ${field.max} or less` };
  return { value };
}

function checkBoolean(value: JsonScalar): Checked {
  if (value === true || value === 'true') return { value: true };
  if (value === false || value === 'false') return { value: false };
  return { problem: 'must be true or false' };
}

function checkChoice(field: Field, given: JsonScalar): Checked {
  const values = (field.choices ?? []).map(({ value }) => value);
  return typeof given === 'string' && values.includes(given.trim())
    ? { value: given.trim() }
    : { problem: `must be one of ${values.join(', ')}` };
}

function checkJson(value: string): Checked {
  if (value.length > longestJson) return { problem: `is longer than ${longestJson} characters` };
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { value };
  } catch {
    // SyntaxError: its text quotes the file, which is a secret.
  }
  return { problem: 'must be the text of a JSON file, from { to }' };
}

const integerOf = (text: string): number | null => (/^-?\d{1,16}$/.test(text) ? Number(text) : null);
