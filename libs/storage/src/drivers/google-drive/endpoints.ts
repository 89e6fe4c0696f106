import type { DriverContext } from '../../driver';

/** Where Google is. The bases are origins. */
export interface GoogleEndpoints {
  readonly apiBase: string;
  readonly uploadBase: string;
  readonly tokenUrl: string;
}

/** Google's own, as its discovery documents name them; tests give others. */
export const googleEndpoints = ({ endpoints = {} }: DriverContext): GoogleEndpoints => ({
  apiBase: endpoints['apiBase'] ?? 'https://www.googleapis.com',
  uploadBase: endpoints['uploadBase'] ?? 'https://www.googleapis.com',
  tokenUrl: endpoints['tokenUrl'] ?? 'https://oauth2.googleapis.com/token',
});
