import type { StorageEndpoints } from '../../storage-endpoints';

/** URLs that Google publishes at https://accounts.google.com/.well-known/openid-configuration, and that of its Drive API. */
export interface GoogleEndpoints {
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly apiBase: string;
}

export const googleEndpoints = ({ authUrl, tokenUrl, apiBase }: StorageEndpoints): GoogleEndpoints => ({
  authUrl: authUrl ?? 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenUrl: tokenUrl ?? 'https://oauth2.googleapis.com/token',
  apiBase: apiBase ?? 'https://www.googleapis.com',
});
