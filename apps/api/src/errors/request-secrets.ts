import type { Request } from 'express';
import { pathOf } from '../http/routes';

const secretName = /pass|secret|token|credential|identity|private|api_?key|access_?key|^key$|^code$|otp/i;
/** Nothing that a person would type as an ordinary word is hidden by accident, and nothing longer is searched for. */
const shortest = 4;
const most = 100;

/** What of a request must stand in no reply and no log: its credentials, fields named like secrets, and passwords inside URLs. */
export function secretsOf(request: Pick<Request, 'headers' | 'body' | 'originalUrl'>): string[] {
  const found = new Set<string>();
  const add = (text: string | undefined): void => {
    if (text !== undefined && text.length >= shortest && found.size < most) found.add(text);
  };
  add(request.headers.authorization?.replace(/^\S+\s+/, ''));
  for (const cookie of request.headers.cookie?.split(';') ?? []) add(cookie.slice(cookie.indexOf('=') + 1).trim());
  for (const [name, value] of texts(request.body)) {
    if (secretName.test(name)) add(value);
    else for (const password of passwordsIn(value)) add(password);
  }
  // One-time links carry their token in the path.
  add(/\/downloads\/([^/?]+)/.exec(pathOf(request))?.[1]);
  return [...found];
}

/** Every text of a body with the name of the nearest field; the body reader has bounded its depth. */
function* texts(value: unknown, name = ''): Generator<[string, string]> {
  if (typeof value === 'string') yield [name, value];
  else if (Array.isArray(value)) for (const item of value) yield* texts(item, name);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* texts(item, secretName.test(name) ? name : key);
}

/** As written and as meant: `postgres://user:p%40ss@host` has `p%40ss` and `p@ss`. The last `@` ends it: pasted URLs are often unescaped. */
function passwordsIn(text: string): string[] {
  const written = /^[a-z][a-z0-9+.-]*:\/\/[^:@/]*:(.*)@/is.exec(text)?.[1];
  if (written === undefined || written === '') return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    // A lone `%`: there is no other form of it.
    return [written];
  }
}
