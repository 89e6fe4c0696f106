import type { accountErrors } from '../accounts/accounts.errors';
import { allErrors } from '../errors/all-errors';

type AccountCode = keyof typeof accountErrors;

const guessing = ['TOO_MANY_ATTEMPTS', 'BUSY'] as const;

/** What the accounts' own operations fail with, beside what the guard says. The first pattern that fits decides, here and below. */
const ofAccounts: readonly (readonly [RegExp, readonly AccountCode[]])[] = [
  [/^\/api\/accounts\/setup/, ['SETUP_TOKEN_WRONG', 'SETUP_DONE', 'WEAK_PASSWORD', ...guessing]],
  [/^\/api\/accounts\/login/, ['LOGIN_FAILED', 'TOTP_REQUIRED', ...guessing]],
  [/^\/api\/accounts\/me\/password/, ['PASSWORD_WRONG', 'WEAK_PASSWORD', ...guessing]],
  [/^\/api\/accounts\/me\/totp/, ['PASSWORD_WRONG', 'CODE_WRONG', 'TOTP_ON', 'TOTP_OFF', ...guessing]],
  [/^\/api\/accounts\/me/, ['PASSWORD_WRONG', 'EMAIL_TAKEN', ...guessing]],
  [/^\/api\/accounts\/sessions/, ['SESSION_NOT_FOUND']],
  [/^\/api\/accounts\/password-link/, ['PASSWORD_LINK_INVALID', 'WEAK_PASSWORD', ...guessing]],
  [/^\/api\/accounts\/users/, ['USER_NOT_FOUND', 'EMAIL_TAKEN', 'LAST_OWNER', 'WEAK_PASSWORD', ...guessing]],
  [/^\/api\/tokens/, ['TOKEN_NOT_FOUND']],
  [/^\/api\/(accounts|audit)/, []],
];

/** Which parts of docs/errors.md belong to an address, or single codes, beside what any may reply. */
const features: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/api\/projects/, ['Projects', 'Stored secrets']],
  [/^\/api\/storage\/connect/, ['Connected accounts', 'Destinations', 'Stored secrets']],
  [
    /^\/api\/storage\/destinations\/\{id\}\/imports/,
    ['IMPORT_ACTIVE', 'IMPORT_NOT_FOUND', 'IMPORT_ENDED', 'DESTINATION_NOT_FOUND'],
  ],
  [/^\/api\/storage/, ['Destinations', 'CREDENTIALS_UNKNOWN', 'Stored secrets']],
  [/^\/api\/backups\/\{id\}\/(contents|coverage)/, ['Backups', 'Contents of backups']],
  [/^\/api\/download(s|-links)\//, ['Downloads']],
  [
    /^\/api\/backups\/(stream|\{id\}\/download-link)/,
    ['Downloads', 'Backups', 'Projects', 'Destinations', 'Stored secrets'],
  ],
  [/^\/api\/backups\/\{id\}\/copies/, ['Copies between destinations', 'Backups', 'Destinations']],
  [/^\/api\/backups\/\{id\}\/checks?$/, ['Checks and imports', 'BACKUP_NOT_FOUND', 'COPY_NOT_FOUND']],
  [/^\/api\/backups\/\{id\}/, ['Backups', 'DESTINATION_CANNOT_DELETE']],
  [/^\/api\/backups/, ['Backups', 'Projects', 'Destinations']],
  [/^\/api\/events/, ['Events']],
  [/^\/api\/notifications/, ['Notifications', 'Stored secrets']],
  [/^\/api\/recovery-keys$/, ['Recovery keys', 'PROJECT_NOT_FOUND']],
  [/^\/api\/recovery-keys/, ['Recovery keys']],
  [/^\/api\/system\/self-backup/, ['Backups of the records', 'DESTINATION_NOT_FOUND']],
  [
    /^\/api\/schedules\/\{id\}\/run/,
    [
      'SCHEDULE_NOT_FOUND',
      'Projects',
      'Destinations',
      'RUN_ACTIVE',
      'IDEMPOTENCY_KEY_INVALID',
      'IDEMPOTENCY_KEY_REUSED',
    ],
  ],
  [/^\/api\/schedules/, ['Schedules', 'Retention', 'Projects', 'Destinations', 'RUN_ACTIVE']],
  [/^\/api\/retention/, ['Retention', 'Schedules', 'PROJECT_NOT_FOUND', 'DESTINATION_NOT_FOUND', 'BACKUP_NOT_FOUND']],
];

/** The codes that an address may fail with by itself: what it is about, not what any request may get. */
export function featureCodes(path: string): readonly string[] {
  const accounts = ofAccounts.find(([pattern]) => pattern.test(path))?.[1];
  if (accounts !== undefined) return accounts;
  const groups = features.find(([pattern]) => pattern.test(path))?.[1] ?? [];
  return groups.flatMap((group) => (allErrors[group] === undefined ? group : Object.keys(allErrors[group])));
}

/** All that is said of some address; a spec holds this against all-errors.ts, so that no new part is forgotten. */
export const placedFeatures: ReadonlySet<string> = new Set(
  features.flatMap(([, groups]) => groups.filter((group) => group in allErrors)),
);
export const placedAccountCodes: ReadonlySet<string> = new Set(ofAccounts.flatMap(([, codes]) => codes));
