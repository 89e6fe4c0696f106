import { driveErrors } from '../google-error';
import type { DriveFile } from './drive-file';

/** What a term needs to know beside the file. */
interface Around {
  readonly properties: Readonly<Record<string, string>>;
  readonly trashed: boolean;
}

type Term = (file: DriveFile, around: Around) => boolean;

const value = String.raw`'((?:[^'\\]|\\['\\])*)'`;
const terms: readonly (readonly [RegExp, (...captured: string[]) => Term])[] = [
  [new RegExp(`^${value} in parents`), (id) => (file) => file.parents.includes(id ?? '')],
  [new RegExp(`^name *= *${value}`), (name) => (file) => file.name === name],
  [new RegExp(`^mimeType *= *${value}`), (type) => (file) => file.mimeType === type],
  [
    /^trashed *= *(true|false)/,
    (is) =>
      (_file, { trashed }) =>
        trashed === (is === 'true'),
  ],
  [
    new RegExp(String.raw`^appProperties has \{ *key=${value} and value=${value} *\}`),
    (key, of) =>
      (_file, { properties }) =>
        properties[key ?? ''] === of,
  ],
];

/**
 * The part of the search language that is used, joined by `and`; quotes and backslashes in values are escaped by a backslash.
 * https://developers.google.com/workspace/drive/api/guides/ref-search-terms
 * @throws GoogleError 400 for anything else, as for a mistake
 */
export function searchQuery(q: string): Term {
  const found: Term[] = [];
  let rest = q.trim();
  while (rest !== '') {
    const next = terms.flatMap(([pattern, make]) => {
      const match = pattern.exec(rest);
      return match === null ? [] : [{ length: match[0].length, term: make(...match.slice(1).map(unescaped)) }];
    })[0];
    if (next === undefined) throw driveErrors.invalid('q');
    found.push(next.term);
    rest = rest.slice(next.length);
    if (rest === '') break;
    const and = /^ +and +/.exec(rest);
    if (and === null) throw driveErrors.invalid('q');
    rest = rest.slice(and[0].length);
  }
  return (file, around) => found.every((term) => term(file, around));
}

const unescaped = (text: string): string => text.replaceAll(/\\(['\\])/g, '$1');
