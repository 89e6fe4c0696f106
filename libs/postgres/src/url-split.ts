import { isValidHost } from './host-names';
import { PostgresError, type PrefilledFields } from './postgres-error';

/** The pieces of a connection URL, still percent-encoded. */
export interface UrlPieces {
  user: string;
  password: string | undefined;
  host: string;
  port: string | undefined;
  database: string | undefined;
  query: string | undefined;
}

const scheme = /^postgres(?:ql)?:\/\//i;
const longest = 4_096;

/**
 * Splits a URL only where there is one way to read it. A raw `@`, `/`, `?` or `#` in a password allows two readings; then
 * nothing is guessed and the error carries the fields that could be read, without the password.
 */
export function splitConnectionUrl(text: string): UrlPieces {
  if (!scheme.test(text)) {
    throw new PostgresError(
      'URL_SCHEME',
      'The connection must start with postgresql:// (or postgres://).',
      'Copy the connection string from the Connect dialog of your project, or use the single fields.',
    );
  }
  if (text.length > longest) {
    throw new PostgresError('URL_TOO_LONG', `The URL is longer than ${longest} characters.`, 'Check what was pasted.');
  }
  const rest = text.replace(scheme, '');
  const authorityEnd = firstOf(rest, /[/?#]/);
  const authority = rest.slice(0, authorityEnd);
  const tail = rest.slice(authorityEnd);
  if (count(authority, '@') + count(tail, '@') > 1 || tail.includes('@')) throw ambiguous(rest);
  if (tail.includes('#')) throw invalid('a "#" must be written %23 here');
  return { ...splitAuthority(authority, rest), ...splitTail(tail) };
}

function splitAuthority(authority: string, rest: string): Pick<UrlPieces, 'user' | 'password' | 'host' | 'port'> {
  const at = authority.indexOf('@');
  if (at < 0) throw incomplete('The URL names no user.', 'Write it as postgresql://user:password@host:5432/database.');
  const [login, place] = [authority.slice(0, at), authority.slice(at + 1)];
  const colon = login.indexOf(':');
  const user = colon < 0 ? login : login.slice(0, colon);
  const password = colon < 0 ? undefined : login.slice(colon + 1);
  if (user === '')
    throw incomplete('The URL names no user.', 'Write it as postgresql://user:password@host:5432/database.');
  if (password !== undefined && /%(?![0-9a-f]{2})/i.test(password)) throw ambiguous(rest);
  return { user, password, ...splitPlace(place) };
}

function splitPlace(place: string): { host: string; port: string | undefined } {
  const parts = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(place);
  const [host, port] = [parts?.[1] ?? '', parts?.[2]];
  if (host === '')
    throw incomplete('The URL names no host.', 'Write it as postgresql://user:password@host:5432/database.');
  return { host: host.startsWith('[') ? host.slice(1, -1) : host, port };
}

function splitTail(tail: string): Pick<UrlPieces, 'database' | 'query'> {
  const questionMark = tail.indexOf('?');
  const path = questionMark < 0 ? tail : tail.slice(0, questionMark);
  const query = questionMark < 0 ? undefined : tail.slice(questionMark + 1);
  if (path.indexOf('/', 1) >= 0) throw invalid('a "/" in the database name must be written %2F');
  return { database: path === '' || path === '/' ? undefined : path.slice(1), query };
}

/** Behind the last `@` no part of a password can stand, and before the first `:` neither. */
function prefill(rest: string): PrefilledFields {
  const at = rest.lastIndexOf('@');
  const login = rest.slice(0, at);
  const colon = login.indexOf(':');
  const place = /^(\[[^\]]*\]|[^:/?#]*)(?::(\d{1,5}))?(?:\/([^/?#]*))?/.exec(rest.slice(at + 1));
  const host = (place?.[1] ?? '').replaceAll(/[[\]]/g, '');
  const port = Number(place?.[2] ?? '5432');
  return {
    ...(isValidHost(host) ? { host } : {}),
    ...(port >= 1 && port <= 65_535 ? { port } : {}),
    ...(colon > 0 ? { user: decodeLeniently(login.slice(0, colon)), password: '••••' } : {}),
    ...(place?.[3] ? { database: decodeLeniently(place[3]) } : {}),
  };
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

const ambiguous = (rest: string): PostgresError =>
  new PostgresError(
    'URL_AMBIGUOUS',
    'The URL can be read in more than one way: its password seems to hold a character that has a meaning in URLs.',
    'Write such characters encoded in the password (@ %40, / %2F, ? %3F, # %23, % %25), or use the single fields.',
    { fields: prefill(rest) },
  );

const invalid = (what: string): PostgresError =>
  new PostgresError('URL_INVALID', `The URL cannot be read: ${what}.`, 'Correct it, or use the single fields.');

const incomplete = (message: string, nextStep: string): PostgresError =>
  new PostgresError('URL_INCOMPLETE', message, nextStep);

function firstOf(text: string, pattern: RegExp): number {
  const at = text.search(pattern);
  return at < 0 ? text.length : at;
}

const count = (text: string, character: string): number => text.split(character).length - 1;
