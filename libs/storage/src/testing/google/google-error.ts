import type { Reply } from './call';

/** An error in the form of Google's APIs, thrown by whatever handles a request. */
export class GoogleError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    private readonly more: { readonly domain?: string; readonly location?: string } = {},
  ) {
    super(message);
  }

  /** https://developers.google.com/workspace/drive/api/guides/handle-errors shows this body for each reason. */
  get reply(): Reply {
    const { domain = 'global', location } = this.more;
    const where = location === undefined ? {} : { locationType: 'parameter', location };
    const error = { domain, reason: this.reason, message: this.message, ...where };
    return { status: this.status, json: { error: { errors: [error], code: this.status, message: this.message } } };
  }
}

const usage = { domain: 'usageLimits' };

/** The errors of the guides "Resolve errors" and "Usage limits", in their words. */
export const driveErrors = {
  auth: () => new GoogleError(401, 'authError', 'Invalid Credentials', { location: 'Authorization' }),
  notFound: (id: string) => new GoogleError(404, 'notFound', `File not found: ${id}.`, { location: 'fileId' }),
  invalid: (location: string) => new GoogleError(400, 'invalid', 'Invalid Value', { location }),
  bad: (message: string) => new GoogleError(400, 'badRequest', message),
  noAccess: (id: string) =>
    new GoogleError(
      403,
      'insufficientFilePermissions',
      `The user does not have sufficient permissions for file ${id}.`,
    ),
  appNotAuthorized: (id: string) =>
    new GoogleError(
      403,
      'appNotAuthorizedToFile',
      `The user has not granted the app 123 write access to the file ${id}.`,
    ),
  /** A consent in which the box for Drive was left empty. */
  noScope: () => new GoogleError(403, 'insufficientPermissions', 'Insufficient Permission'),
  notEnabled: () =>
    new GoogleError(403, 'accessNotConfigured', 'Google Drive API has not been used in project 123 before.', usage),
  /** ericberman/MyFlightbookWeb#294 */
  full: () => new GoogleError(403, 'storageQuotaExceeded', "The user's Drive storage quota has been exceeded."),
  /** fastlane-plugin-google_drive#44 */
  noQuota: () =>
    new GoogleError(403, 'storageQuotaExceeded', 'Service Accounts do not have storage quota. Leverage shared drives.'),
  tooFast: () => new GoogleError(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded', usage),
  tooMany: () => new GoogleError(429, 'rateLimitExceeded', 'Rate Limit Exceeded', usage),
  dailyLimit: () => new GoogleError(403, 'dailyLimitExceeded', 'Daily Limit Exceeded', usage),
  backend: () => new GoogleError(503, 'backendError', 'Backend Error'),
} as const;
