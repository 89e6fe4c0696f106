import type { IconName } from '../icons/paths';

interface Action {
  readonly text: string;
  readonly icon: IconName;
  /** Somebody tried, and was refused. */
  readonly refused?: true;
}

/** What the audit log knows, in words. An action that is newer than this page is shown by its code. */
const actions: Readonly<Record<string, Action>> = {
  setup: { text: $localize`Made the first account`, icon: 'person' },
  login: { text: $localize`Signed in`, icon: 'sign-in' },
  'login.failed': { text: $localize`Tried to sign in`, icon: 'sign-in', refused: true },
  'confirmation.failed': { text: $localize`Tried to confirm a change`, icon: 'lock', refused: true },
  'session.end': { text: $localize`Ended a session`, icon: 'sign-out' },
  'user.create': { text: $localize`Added a user`, icon: 'users' },
  'user.update': { text: $localize`Changed a user`, icon: 'edit' },
  'user.password': { text: $localize`Set a password`, icon: 'lock' },
  'user.password_link': { text: $localize`Made a password link`, icon: 'link' },
  'totp.enable': { text: $localize`Turned the second factor on`, icon: 'shield-check' },
  'totp.disable': { text: $localize`Turned the second factor off`, icon: 'shield-off' },
  'totp.recovery_codes': { text: $localize`Made new recovery codes`, icon: 'key' },
  'totp.recovery_code_used': { text: $localize`Used a recovery code`, icon: 'key' },
  'token.create': { text: $localize`Made an API token`, icon: 'tokens' },
  'token.revoke': { text: $localize`Revoked an API token`, icon: 'delete' },
  'key.change': { text: $localize`Changed the key of the service`, icon: 'key' },
  'project.create': { text: $localize`Added a project`, icon: 'projects' },
  'project.update': { text: $localize`Changed a project`, icon: 'edit' },
  'project.delete': { text: $localize`Deleted a project`, icon: 'delete' },
  'destination.create': { text: $localize`Added a destination`, icon: 'destinations' },
  'destination.update': { text: $localize`Changed a destination`, icon: 'edit' },
  'destination.delete': { text: $localize`Deleted a destination`, icon: 'delete' },
  'destination.connect': { text: $localize`Connected an account`, icon: 'link' },
  'destination.disable': { text: $localize`Paused a destination`, icon: 'paused' },
  'recovery-key.create': { text: $localize`Added a recovery key`, icon: 'key' },
  'recovery-key.proof': { text: $localize`Asked for another proof`, icon: 'key' },
  'recovery-key.prove': { text: $localize`Proved a recovery key`, icon: 'key' },
  'recovery-key.update': { text: $localize`Changed a recovery key`, icon: 'edit' },
  'recovery-key.delete': { text: $localize`Deleted a recovery key`, icon: 'delete' },
  'backup.start': { text: $localize`Asked for a backup`, icon: 'back-up' },
  'backup.cancel': { text: $localize`Cancelled a backup`, icon: 'cancel' },
  'backup.copy': { text: $localize`Asked for a copy of a backup`, icon: 'copy' },
  'backup.copy.cancel': { text: $localize`Stopped copying a backup`, icon: 'cancel' },
  'backup.copy.delete': { text: $localize`Deleted a copy of a backup`, icon: 'delete' },
  'backup.delete': { text: $localize`Deleted a backup`, icon: 'delete' },
  'backup.note': { text: $localize`Changed the note of a backup`, icon: 'edit' },
  'backup.lock': { text: $localize`Locked a backup`, icon: 'lock' },
  'backup.unlock': { text: $localize`Unlocked a backup`, icon: 'lock-open' },
  'download.link': { text: $localize`Made a download link`, icon: 'download' },
  'download.revoke': { text: $localize`Revoked a download link`, icon: 'delete' },
};

export const actionOf = (code: string): Action => actions[code] ?? { text: code, icon: 'changed' };
