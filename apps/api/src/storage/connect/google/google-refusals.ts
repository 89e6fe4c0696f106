import type { ApiError } from '../../../errors/api-error';
import { OutgoingError } from '../../../outgoing/outgoing-error';
import { refused } from '../connect.errors';

const again = 'Connect again.';
const console = 'in the Google Cloud console under "APIs & Services", "Credentials"';

/** What Google's page sends back in place of a code (RFC 6749, 4.1.2.1); its own words about it are not shown. */
export function consentRefused(error: string, redirectUri: string): ApiError {
  switch (error) {
    case 'access_denied':
      return refused(
        'Google says that access was refused: somebody chose Cancel, or the account is no test user of your app.',
        'Connect again and choose Allow; while the app is in test mode, add the account to its test users first.',
      );
    case 'admin_policy_enforced':
    case 'org_internal':
      return refused(
        'The organisation of this Google account does not allow your app.',
        'Ask its administrator to allow the app, or connect an account outside of the organisation.',
      );
    default:
      return byCode(error, redirectUri);
  }
}

/** What the exchange of a code for tokens failed with → an error without anything of the reply in it. */
export function exchangeRefused(error: unknown, redirectUri: string): Error {
  const outgoing = causesOf(error).find((each) => each instanceof OutgoingError);
  if (outgoing !== undefined) return outgoing;
  const code = typeof error === 'object' && error !== null && 'error' in error ? error.error : undefined;
  return typeof code === 'string' ? byCode(code, redirectUri) : notUsable();
}

function byCode(code: string, redirectUri: string): ApiError {
  switch (code) {
    case 'invalid_client':
      return refused(
        'Google does not know this client ID, or the client secret does not belong to it.',
        `Copy both again; they stand ${console}.`,
        'clientSecret',
      );
    case 'redirect_uri_mismatch':
      return refused(
        'Google may not send you back to this address, because the client does not list it.',
        `Add ${redirectUri} to the authorized redirect URIs of the client, ${console}.`,
      );
    case 'unauthorized_client':
      return refused(
        'Google does not let this client do that: it is of the wrong type.',
        `Make a client of the type "Web application", ${console}.`,
        'clientId',
      );
    case 'invalid_grant':
      return refused('The code from Google is too old, or was used before.', again);
    default:
      return refused(
        /^[a-z_]{3,40}$/.test(code) ? `Google refused the connection (${code}).` : 'Google refused the connection.',
        'Check the client in the Google Cloud console, then connect again.',
      );
  }
}

const notUsable = (): ApiError =>
  refused('What Google answered can not be used: it is not what its documentation says.', 'Try again later.');

export const scopeMissing = (): ApiError =>
  refused(
    'Google did not grant access to the files that Stowbase makes: its box on the page of Google was not ticked.',
    'Connect again and leave everything ticked.',
  );

export const noRefreshToken = (): ApiError =>
  refused(
    'Google gave access for an hour only, without a refresh token.',
    'Remove the app at https://myaccount.google.com/connections, then connect again.',
  );

/** Google's rules: https://developers.google.com/identity/protocols/oauth2/web-server#uri-validation */
export const addressUnfit = (origin: string): ApiError =>
  refused(
    `Google sends nobody back to ${origin}: it takes https:// addresses with a host name, and localhost.`,
    'Open Stowbase under an https:// name (PUBLIC_URL), or at http://localhost through an SSH tunnel.',
  );

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let each = error; each instanceof Error && causes.length < 8; each = each.cause) causes.push(each);
  return causes;
}
