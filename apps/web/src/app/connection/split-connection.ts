/** From and up to (not with), in the text. */
export type Range = readonly [number, number];

/** What can be seen in a connection string while it is typed. For the screen only: what counts is how the service reads it. */
export interface ConnectionParts {
  readonly user: string;
  readonly host: string;
  /** Null: none is written, so 5432. */
  readonly port: number | null;
  readonly portAt: Range | null;
  /** Where host and port end; null: no host yet. */
  readonly placeEnd: number | null;
  readonly database: string;
  /** With its `:`; null: there is none. */
  readonly loginAt: Range | null;
  readonly password: 'none' | 'placeholder' | 'set';
  readonly passwordAt: Range | null;
  /** What is never shown. */
  readonly secrets: readonly Range[];
}

const scheme = /^\s*postgres(?:ql)?:\/\//i;
const beginnings = ['postgresql://', 'postgres://'];
/** What Supabase writes where the password belongs. */
const placeholder = /^\[?(?:your|db|database)[-_ ]?password\]?$/i;
const shownParameters =
  /^(?:sslmode|connect_timeout|application_name|pgbouncer|connection_limit|pool_timeout|schema|supa|uselibpqcompat|gssencmode)$/;

/**
 * Nothing of the password stands behind the last `@` or before the first `:`, whatever characters it holds. A text that is no connection
 * string may be a password alone: all of it is secret.
 */
export function splitConnection(text: string): ConnectionParts {
  const start = scheme.exec(text)?.[0].length;
  if (start === undefined) return unread(text);
  const at = text.lastIndexOf('@');
  const loginEnd = at < start ? text.length : at;
  const colon = text.slice(start, loginEnd).indexOf(':');
  const passwordAt: Range | null = colon < 0 ? null : [start + colon + 1, loginEnd];
  const password = passwordOf(passwordAt === null ? null : text.slice(...passwordAt));
  const place = at < start ? null : readPlace(text, at + 1);
  return {
    user: decodedText(text.slice(start, colon < 0 ? loginEnd : start + colon)),
    host: place?.host ?? '',
    port: place?.port ?? null,
    portAt: place?.portAt ?? null,
    placeEnd: place === null || place.host === '' ? null : place.end,
    database: decodedText(place?.database ?? ''),
    loginAt: passwordAt === null ? null : [passwordAt[0] - 1, passwordAt[1]],
    password,
    passwordAt,
    secrets: [...(passwordAt === null || password === 'placeholder' ? [] : [passwordAt]), ...(place?.secrets ?? [])],
  };
}

function unread(text: string): ConnectionParts {
  const typed = text.trim().toLowerCase();
  const isBeginning = beginnings.some((whole) => whole.startsWith(typed));
  return {
    user: '',
    host: '',
    port: null,
    portAt: null,
    placeEnd: null,
    database: '',
    loginAt: null,
    password: 'none',
    passwordAt: null,
    secrets: isBeginning ? [] : [[0, text.length]],
  };
}

function passwordOf(written: string | null): ConnectionParts['password'] {
  if (written === null || written === '') return 'none';
  return placeholder.test(decodedText(written)) ? 'placeholder' : 'set';
}

interface Place {
  readonly host: string;
  readonly port: number | null;
  readonly portAt: Range | null;
  readonly end: number;
  readonly database: string;
  readonly secrets: readonly Range[];
}

function readPlace(text: string, from: number): Place {
  const found = /^(\[[^\]]*\]|[^:/?#\s]*)(?::(\d*))?(?:\/([^?#]*))?/.exec(text.slice(from));
  const [all = '', host = '', port, database = ''] = found ?? [];
  const portFrom = from + host.length + 1;
  return {
    host: host.replaceAll(/[[\]]/g, ''),
    port: port === undefined || port === '' ? null : Number(port),
    portAt: port === undefined ? null : [portFrom, portFrom + port.length],
    end: port === undefined ? portFrom - 1 : portFrom + port.length,
    database: database.trim(),
    secrets: parameterSecrets(text, from + all.length),
  };
}

/** Parameters may hold secrets too (libpq knows `password`); the few that don't are shown. */
function parameterSecrets(text: string, from: number): Range[] {
  const secrets: Range[] = [];
  for (const { index, 0: part } of text.slice(from).matchAll(/[^?&#]+/g)) {
    const equals = part.indexOf('=');
    if (equals >= 0 && shownParameters.test(part.slice(0, equals))) continue;
    const hidden = equals < 0 ? 0 : equals + 1;
    if (hidden < part.length) secrets.push([from + index + hidden, from + index + part.length]);
  }
  return secrets;
}

export function decodedText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Half typed, or wrong: the service says so.
    return text;
  }
}
