export { GoogleDouble, type GoogleEndpoints } from './google-double';
export { driveErrors } from './google-error';
export { reauthentication, revoked } from './oauth/oauth-error';
export type { OAuthClient } from './oauth/oauth-world';
