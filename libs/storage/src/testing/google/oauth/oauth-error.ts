import type { Reply } from '../call';

/** An error of the token endpoint (RFC 6749 §5.2), with Google's texts. */
export class OAuthError extends Error {
  constructor(
    readonly error: string,
    readonly description: string,
    readonly status = 400,
    readonly subtype?: string,
  ) {
    super(description);
  }

  get reply(): Reply {
    const subtype = this.subtype === undefined ? {} : { error_subtype: this.subtype };
    return { status: this.status, json: { error: this.error, error_description: this.description, ...subtype } };
  }
}

/** Its text for a revoked grant and for one that ended after seven days is the same (seen in many public issues). */
export const revoked = (): OAuthError => new OAuthError('invalid_grant', 'Token has been expired or revoked.');

/** Workspace's session control asks for the password again: support.google.com/a/answer/9368756. */
export const reauthentication = (): OAuthError =>
  new OAuthError('invalid_grant', 'reauth related error (invalid_rapt)', 400, 'invalid_rapt');
