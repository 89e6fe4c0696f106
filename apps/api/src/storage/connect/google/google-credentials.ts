import type { Credentials } from '../pending-credentials.service';
import type { GoogleClient, GoogleGrant } from './google-oauth';

/** Type of the driver. */
export const googleDrive = 'google_drive';

/** A refresh token is worth nothing to another client than the one it was given to. */
export function googleCredentials(
  { clientId, clientSecret }: GoogleClient,
  { refreshToken, endsAt }: GoogleGrant,
): Credentials {
  return {
    type: googleDrive,
    over: () => ({
      signInBy: 'account',
      clientId,
      clientSecret,
      refreshToken,
      refreshTokenExpires: endsAt?.toISOString() ?? null,
    }),
    mismatch: ({ clientId: given }) =>
      typeof given === 'string' && given.trim() !== clientId
        ? { field: 'clientId', message: 'The account was connected with another client ID: connect it again.' }
        : null,
  };
}
