/** Parts of a Nextcloud address that only its pages have: what stands before them is where it is installed. */
const pages = new Set(['apps', 'login', 'settings']);

/** What an address may mean. URLs end with `/`. */
export interface DavAddress {
  /** Where a Nextcloud would be installed, the likeliest first. */
  readonly bases: readonly URL[];
  /** The address as it was given: the folder of a plain server. */
  readonly given: URL;
  /** It can only be a Nextcloud or ownCloud: it has `remote.php`. */
  readonly certain: boolean;
  /** From `/remote.php/dav/files/USER`. */
  readonly userId: string | null;
  /** Names of folders behind that. */
  readonly folder: readonly string[];
}

/**
 * Takes apart what people copy: the address of the start page, of any page in the browser, or the WebDAV address that Nextcloud shows.
 * @param url is checked already: http(s), no user, no query.
 */
export function readDavAddress(url: string): DavAddress {
  const given = asFolder(new URL(url));
  const names = given.pathname.split('/').filter((name) => name !== '');
  const baseOf = (count: number): URL => asFolder(new URL(`/${names.slice(0, count).join('/')}`, given));
  const remote = names.indexOf('remote.php');
  if (remote >= 0) {
    const [service, files, userId, ...behind] = names.slice(remote + 1).map(decoded);
    const none = { bases: [baseOf(remote)], given, certain: true, userId: null };
    if (service === 'webdav') {
      return { ...none, folder: [files, userId, ...behind].filter((name) => name !== undefined) };
    }
    if (service === 'dav' && files === 'files' && userId !== undefined) return { ...none, userId, folder: behind };
    return { ...none, folder: [] };
  }
  return { bases: ends(names).map(baseOf), given, certain: false, userId: null, folder: [] };
}

/** How many names may lead to the installation: before a page of it, which an installation's folder may be called like, too. */
function ends(names: readonly string[]): number[] {
  const index = names.indexOf('index.php');
  if (index >= 0) return [index];
  return [...names.flatMap((name, at) => (pages.has(name) ? [at] : [])), names.length];
}

function asFolder(url: URL): URL {
  const folder = new URL(url);
  folder.pathname = `${url.pathname.replace(/\/+$/, '')}/`;
  return folder;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // URIError: a "%" that is meant as such.
    return name;
  }
}
