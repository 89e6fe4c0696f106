import type { Reply } from './call';

/** An error as sabre/dav and Nextcloud send it: XML with the name of the exception and its message (apps/dav/lib/Files/ErrorPagePlugin.php). */
export class DavError extends Error {
  constructor(
    readonly status: number,
    private readonly exception: string,
    message: string,
  ) {
    super(message);
  }

  get reply(): Reply {
    const body = `<?xml version="1.0" encoding="utf-8"?>
<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">
  <s:exception>${this.exception}</s:exception>
  <s:message>${this.message}</s:message>
</d:error>`;
    const challenge = this.status === 401 ? { 'www-authenticate': 'Basic realm="Nextcloud", charset="UTF-8"' } : {};
    return { status: this.status, headers: { 'content-type': 'application/xml; charset=utf-8', ...challenge }, body };
  }
}

const sabre = 'Sabre\\DAV\\Exception\\';
const nextcloud = 'OCA\\DAV\\Connector\\Sabre\\Exception\\';

/** The sources are those of sabre-io/dav lib/DAV and of nextcloud/server apps/dav/lib. */
export const davErrors = {
  badRequest: (message: string) => new DavError(400, `${sabre}BadRequest`, message),
  /** With two-factor sign-in a plain password is refused as well (Connector/Sabre/Auth.php). */
  notAuthenticated: () =>
    new DavError(
      401,
      `${sabre}NotAuthenticated`,
      'No public access to this resource., Username or password was incorrect',
    ),
  forbidden: (message: string) => new DavError(403, `${sabre}Forbidden`, message),
  notFound: (name: string) => new DavError(404, `${sabre}NotFound`, `File with name ${name} could not be located`),
  notAllowed: (message: string) => new DavError(405, `${sabre}MethodNotAllowed`, message),
  noParent: () => new DavError(409, `${sabre}Conflict`, 'Files cannot be created in non-existent collections'),
  exists: () =>
    new DavError(
      412,
      `${sabre}PreconditionFailed`,
      'The destination node already exists, and the overwrite header is set to false',
    ),
  precondition: (message: string) => new DavError(412, `${sabre}PreconditionFailed`, message),
  /** Connector/Sabre/Exception/EntityTooLarge.php and UnsupportedMediaType.php: what a storage refuses to keep. */
  tooLarge: () => new DavError(413, `${nextcloud}EntityTooLarge`, 'Too large'),
  mediaType: () => new DavError(415, `${nextcloud}UnsupportedMediaType`, 'Refused by a rule'),
  /** Connector/Sabre/Exception/FileLocked.php */
  locked: () => new DavError(423, `${nextcloud}FileLocked`, 'The file is locked'),
  /** Connector/Sabre/Exception/TooManyRequests.php */
  tooMany: () => new DavError(429, `${nextcloud}TooManyRequests`, 'Too many requests'),
  /** Connector/Sabre/File.php convertToSabreException: the storage is not there, or encryption isn't ready. */
  unavailable: () => new DavError(503, `${sabre}ServiceUnavailable`, 'Storage is temporarily not available'),
  /** Connector/Sabre/QuotaPlugin.php */
  full: () => new DavError(507, `${sabre}InsufficientStorage`, 'Insufficient space'),
} as const;
