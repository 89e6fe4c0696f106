const mask = '••••';

/** What secrets look like, wherever they turn up in a line: passwords in URLs, our tokens, private keys, links that need no sign-in. */
const shapes: readonly [RegExp, string][] = [
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:@/"\\]*):[^\s@"]+@/gi, `$1:${mask}@`],
  [/AGE-SECRET-KEY-[A-Z0-9]+/gi, `AGE-SECRET-KEY-${mask}`],
  [/\bstow_[A-Za-z0-9_-]{8,}/g, `stow_${mask}`],
  [/(\/downloads\/)[A-Za-z0-9_-]{16,}/g, `$1${mask}`],
  [/\b(Bearer|Basic) [A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${mask}`],
];

/** The last look at a finished line of the log. What is handed over as a field is hidden by its name (`hiddenFields`). */
export const hideSecrets = (line: string): string =>
  shapes.reduce((text, [shape, shown]) => text.replaceAll(shape, shown), line);

const names = [
  'password',
  'passphrase',
  'secret',
  'token',
  'apiKey',
  'appKey',
  'secretAccessKey',
  'accessKey',
  'refreshToken',
  'identity',
  'authorization',
  'cookie',
  'set-cookie',
  'x-xsrf-token',
  'databaseUrl',
  'body',
];

/** Paths for pino's `redact`, three levels deep. */
export const hiddenFields: readonly string[] = ['', '*.', '*.*.'].flatMap((at) =>
  names.map((name) => (/^\w+$/.test(name) ? `${at}${name}` : `${at.slice(0, -1)}["${name}"]`)),
);
