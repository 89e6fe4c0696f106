import { effect, inject, untracked } from '@angular/core';
import type { BackupDto } from '../../api/models/backup-dto';
import type { RunStage } from '../../api/models/run-stage';
import type { ShownStatus } from '../../api/models/shown-status';
import type { UserDto } from '../../api/models/user-dto';
import { Session } from '../../session/session';
import { runWords } from '../../states/words';
import { Announcements } from './announcements';
import { isLive } from './is-live';
import { stageTitles } from './log/log-groups';
import type { RunState } from './run-state';

/** Says when a stage or the run ends: never a line, never a number. Call in an injection context. */
export function announceRun(run: RunState): Announcements {
  const announcements = new Announcements();
  const session = inject(Session);
  let status: ShownStatus | null = null;
  let stage: RunStage | null = null;
  effect(() => {
    const backup = run.backup.value();
    const now = run.progress()?.stage ?? null;
    if (backup === undefined) return;
    untracked(() => {
      if (status !== null && status !== backup.shownStatus && !isLive(backup))
        announcements.say(endOf(backup), isOwnFailure(backup, session.user()));
      else if (stage !== null && now !== null && stage !== now)
        announcements.say($localize`${stageTitles[stage]} is done. ${stageTitles[now]} begins.`);
      status = backup.shownStatus;
      stage = now;
    });
  });
  return announcements;
}

const endOf = ({ projectName, shownStatus, error }: BackupDto): string =>
  $localize`The backup of ${projectName} is over: ${runWords[shownStatus].word}.` +
  (shownStatus === 'failed' && error !== null ? ` ${error.text}` : '');

/** Only what the listener started may interrupt them. */
const isOwnFailure = ({ shownStatus, trigger, requestedBy }: BackupDto, user: UserDto | null): boolean =>
  shownStatus === 'failed' && trigger === 'manual' && user !== null && requestedBy === user.email;
