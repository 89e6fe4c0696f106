import type { ConfigOf } from '../../config/config-type';
import type { DriverContext } from '../../driver';
import { openHttp } from '../../http/http-client';
import type { Storage } from '../../storage';
import { StorageError } from '../../storage-error';
import { withPrefix } from '../../wrappers/with-prefix';
import { AccessTokens } from './access-tokens';
import { DriveApi } from './drive-api';
import { DriveFiles } from './drive-files';
import { DriveStorage } from './drive-storage';
import { googleEndpoints } from './endpoints';
import type { fields } from './fields';
import { RootFolder } from './root-folder';
import { serviceAccountKey } from './service-account-key';
import type { SignIn } from './sign-in';
import { defaultTiming, type DriveTiming } from './timing';
import { tokenRequests } from './token-requests';

export type DriveConfig = ConfigOf<typeof fields>;

/** @throws StorageError `invalid-config` */
export function openDrive(config: DriveConfig, context: DriverContext, change: Partial<DriveTiming> = {}): Storage {
  const { folderId, sharedDriveId } = config;
  const signIn = signInOf(config);
  const service = signIn.by === 'service-account';
  if (service && sharedDriveId === undefined) throw needsSharedDrive();
  const endpoints = googleEndpoints(context);
  const timing = { ...defaultTiming, ...change };
  const http = openHttp(context.connect, { limits: timing.limits });
  const tokens = new AccessTokens(tokenRequests(signIn, http, endpoints.tokenUrl));
  const files = new DriveFiles(new DriveApi(http, tokens), endpoints, sharedDriveId);
  const root = new RootFolder(files, { folderId, sharedDriveId, service });
  const encrypted = endpoints.apiBase.startsWith('https:');
  return withPrefix(new DriveStorage({ http, files, root, timing, encrypted }), config.prefix ?? '');
}

function signInOf(config: DriveConfig): SignIn {
  const { clientId, clientSecret, refreshToken, refreshTokenExpires, serviceAccountJson } = config;
  if (serviceAccountJson !== undefined) return { by: 'service-account', ...serviceAccountKey(serviceAccountJson) };
  if (clientId === undefined || clientSecret === undefined || refreshToken === undefined) throw noSignIn();
  const endsAt = refreshTokenExpires === undefined ? Number.NaN : Date.parse(refreshTokenExpires);
  return { by: 'account', clientId, clientSecret, refreshToken, endsAt: Number.isNaN(endsAt) ? null : endsAt };
}

const needsSharedDrive = (): StorageError =>
  new StorageError(
    'invalid-config',
    'A service account has no space of its own, so it can not write to a folder of My Drive: it needs a Shared Drive.',
    'Enter the id of a Shared Drive of which it is a member, or sign in by your own account.',
    { field: 'sharedDriveId' },
  );

/** The fields see to it that this can't be. */
const noSignIn = (): StorageError =>
  new StorageError('invalid-config', 'Nothing to sign in to Google with was given.', 'Sign in to Google.', {
    field: 'refreshToken',
  });
