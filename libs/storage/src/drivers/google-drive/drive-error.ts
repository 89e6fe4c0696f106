import type { IncomingHttpHeaders } from 'node:http';
import { retryAfterMs } from '../../http/retry-after';
import { StorageError, type StorageErrorKind } from '../../storage-error';

/** Google's own word for what is wrong: what follows depends on it, never on a 403 alone. */
interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
}

/** The cause of an error that Drive answered with. */
export class DriveReason extends Error {
  constructor(
    readonly reason: string,
    readonly status: number,
  ) {
    super(`${status} ${reason}`);
  }
}

export const reasonOf = (error: unknown): string | null =>
  error instanceof StorageError && error.cause instanceof DriveReason ? error.cause.reason : null;

type Words = readonly [kind: StorageErrorKind, message: string, nextStep: string];

const slower: Words = [
  'rate-limited',
  'Google Drive asks to go slower: too many requests, or the 750 GB that an account may upload a day are used up.',
  'Try again later.',
];
const full: Words = ['quota', 'Google Drive is full.', 'Free some space (the bin counts too), or get more.'];
const tomorrow: Words = [
  'forbidden',
  'The daily limit of requests of your Google Cloud project is used up.',
  'Wait until tomorrow, or raise the limit of the Drive API in the Google Cloud console.',
];
const noRight: Words = [
  'forbidden',
  'The account has no right to do this in Google Drive.',
  'Make it an editor of the folder; in a Shared Drive a Manager, who alone may delete.',
];

/** https://developers.google.com/workspace/drive/api/guides/handle-errors and …/limits */
const words: Readonly<Record<string, Words>> = {
  storageQuotaExceeded: full,
  teamDriveFileLimitExceeded: [
    'quota',
    'The Shared Drive holds as many files as it may.',
    'Remove some, or use another.',
  ],
  numChildrenInNonRootLimitExceeded: ['quota', 'The folder holds as many files as it may.', 'Choose another folder.'],
  activeItemCreationLimitExceeded: ['quota', 'The account holds as many files as it may.', 'Remove some files.'],
  rateLimitExceeded: slower,
  userRateLimitExceeded: slower,
  sharingRateLimitExceeded: slower,
  dailyLimitExceeded: tomorrow,
  dailyLimitExceededUnreg: tomorrow,
  quotaExceeded: tomorrow,
  insufficientFilePermissions: noRight,
  forbidden: noRight,
  appNotAuthorizedToFile: [
    'forbidden',
    'Stowbase may not touch this file: another app made it, and the sign-in covers only files of Stowbase.',
    'Leave the folder empty in the settings to have one made.',
  ],
  insufficientPermissions: [
    'forbidden',
    'The sign-in to Google does not cover Google Drive: the box for it was left empty.',
    'Sign in to Google again, and allow access to files in Drive.',
  ],
  accessNotConfigured: [
    'invalid-config',
    'The Google Drive API is not enabled in your Google Cloud project.',
    'Enable it in the Google Cloud console, wait some minutes, and try again.',
  ],
  domainPolicy: ['forbidden', 'The administrator of the domain does not allow apps in Google Drive.', 'Ask them to.'],
  cannotDownloadAbusiveFile: [
    'forbidden',
    'Google marked the file as harmful and does not give it out.',
    'Download it in Google Drive itself, or use another copy.',
  ],
  notFound: ['not-found', 'Google Drive has no such file.', 'Check whether it was deleted or moved.'],
  authError: ['auth', 'Google does not accept the access token.', 'Sign in to Google again.'],
};

const noSpaceOfItsOwn: Words = [
  'invalid-config',
  'A service account has no space of its own, so it can not write to My Drive.',
  'Use a Shared Drive of which it is a member, or sign in by your own account.',
];

/** The reply of Drive with a status of 400 or more, as an error of ours. None of Google's sentences is in it. */
export function driveError(status: number, headers: IncomingHttpHeaders, body: Buffer): StorageError {
  const refusal = refusalOf(status, body);
  const [kind, message, nextStep] = wordsFor(refusal);
  const wait = retryAfterMs(headers);
  return new StorageError(kind, message, nextStep, {
    cause: new DriveReason(refusal.reason, status),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

function wordsFor({ status, reason, message }: Refusal): Words {
  if (reason === 'storageQuotaExceeded' && /service accounts? do not have storage quota/i.test(message)) {
    return noSpaceOfItsOwn;
  }
  const known = words[reason];
  if (known !== undefined) return known;
  if (status === 429) return slower;
  if (status >= 500)
    return ['unreachable', `Google Drive has a problem of its own (status ${status}).`, 'Try again later.'];
  const named = reason === '' ? `status ${status}` : `status ${status}, ${reason}`;
  const kind = status === 403 ? 'forbidden' : status === 404 ? 'not-found' : status === 401 ? 'auth' : 'unexpected';
  return [kind, `Google Drive refused the request (${named}).`, 'Check the settings; if it stays, report it.'];
}

function refusalOf(status: number, body: Buffer): Refusal {
  try {
    const { error } = JSON.parse(body.toString()) as {
      error?: { message?: unknown; errors?: { reason?: unknown }[] };
    };
    const reason = error?.errors?.[0]?.reason;
    return {
      status,
      reason: typeof reason === 'string' && /^[A-Za-z]{1,60}$/.test(reason) ? reason : '',
      message: typeof error?.message === 'string' ? error.message : '',
    };
  } catch {
    // SyntaxError: a page of something in between.
    return { status, reason: '', message: '' };
  }
}

export const notDrive = (): StorageError =>
  new StorageError(
    'damaged',
    'What answered instead of Google Drive is not what Google Drive says.',
    'Check whether something in between (a proxy, a hotel network) answers instead.',
  );
