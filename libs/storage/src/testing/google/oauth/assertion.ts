import { decodeJwt, jwtVerify } from 'jose';
import type { Call } from '../call';
import type { Clock } from '../clock';
import { OAuthError } from './oauth-error';
import type { OAuthWorld, Principal } from './oauth-world';

const longestSeconds = 3_600;

/**
 * Who a signed assertion speaks for: RS256 by a key of the service account, `aud` this endpoint, at most an hour long.
 * https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 */
export async function principalOfAssertion(
  assertion: string,
  world: OAuthWorld,
  { url }: Call,
  clock: Clock,
): Promise<Principal> {
  const { iss = '', iat = 0, exp = 0, scope } = claimsOf(assertion);
  const account = world.serviceAccounts.get(iss);
  if (account === undefined) throw new OAuthError('invalid_grant', 'Invalid grant: account not found');
  const now = clock.now() / 1000;
  if (exp - iat > longestSeconds || iat > now + 300 || exp < now) {
    throw new OAuthError(
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  }
  try {
    await jwtVerify(assertion, account.publicKey, {
      algorithms: ['RS256'],
      audience: `${url.origin}${url.pathname}`,
      currentDate: new Date(clock.now()),
    });
  } catch {
    throw new OAuthError('invalid_grant', 'Invalid JWT Signature.');
  }
  return { account: iss, app: iss, scope: typeof scope === 'string' ? scope : '', isService: true };
}

function claimsOf(assertion: string): ReturnType<typeof decodeJwt> {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new OAuthError('invalid_grant', 'Bad Request');
  }
}
