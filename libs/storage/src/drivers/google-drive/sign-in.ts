import type { KeyObject } from 'node:crypto';

/** What somebody signs in with. */
export type SignIn =
  | {
      readonly by: 'account';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly refreshToken: string;
      /** Milliseconds since 1970, when Google said that it ends by itself. */
      readonly endsAt: number | null;
    }
  | { readonly by: 'service-account'; readonly email: string; readonly keyId: string; readonly privateKey: KeyObject };

/** Files that we made, and nothing else: "non-sensitive", so that no client needs a review of Google's. */
export const fileScope = 'https://www.googleapis.com/auth/drive.file';

/**
 * A service account sees nothing but what it was made a member of, so its scope gives nothing away; with drive.file it would not find
 * the Shared Drive that a person made. https://developers.google.com/workspace/drive/api/guides/api-specific-auth
 */
export const serviceScope = 'https://www.googleapis.com/auth/drive';
