/** The URL of something below a collection, by its names; with `/` at the end where it is a collection itself. */
export function below(collection: URL, names: readonly string[], as: 'file' | 'collection'): URL {
  const path = names.map(encodeURIComponent).join('/');
  return new URL(collection.href + path + (as === 'collection' && path !== '' ? '/' : ''));
}

/**
 * The name of what an `href` (a path, or an absolute URL: RFC 4918 §8.3) means, directly below a collection; empty for the collection
 * itself, null for anything else. Servers write the same path in several ways, so both are compared decoded.
 */
export function nameBelow(collection: URL, href: string): string | null {
  const asked = namesOf(collection.pathname);
  const got = namesOf(URL.parse(href, collection.href)?.pathname ?? '');
  if (asked === null || got === null || got.length < asked.length) return null;
  if (asked.some((name, at) => name !== got[at])) return null;
  if (got.length === asked.length) return '';
  return got.length === asked.length + 1 ? (got.at(-1) ?? null) : null;
}

function namesOf(pathname: string): string[] | null {
  try {
    return pathname
      .split('/')
      .filter((name) => name !== '')
      .map(decodeURIComponent);
  } catch {
    // URIError: no UTF-8 behind the "%".
    return null;
  }
}
