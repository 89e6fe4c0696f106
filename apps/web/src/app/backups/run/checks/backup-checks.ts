import { computed, DestroyRef, effect, inject, type Signal } from '@angular/core';
import { Api } from '../../../api/api';
import { checkBackup } from '../../../api/fn/backups/check-backup';
import { listChecks } from '../../../api/fn/backups/list-checks';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { CheckDto } from '../../../api/models/check-dto';
import { Attempt } from '../../../feedback/attempt';
import { live, type Live } from '../../../live/live';
import { isUnderWay } from './shown-check';

/** How far a check is, is told by no event: it is asked for while one goes on. Milliseconds. */
const askEveryMs = 5_000;

/** How often copies of a backup were read again. */
export interface BackupChecks {
  readonly list: Live<readonly CheckDto[]>;
  readonly isUnderWay: Signal<boolean>;
  readonly attempt: Attempt;
  /** Reads every stored copy again, as deep as the service can without the private key. */
  start(): Promise<boolean>;
}

/** Call in an injection context. */
export function backupChecks(backup: Signal<BackupDto>): BackupChecks {
  const api = inject(Api);
  const attempt = new Attempt();
  const list = live({
    by: () => backup().id,
    load: async (id) => (await api.invoke(listChecks, { id })).items as readonly CheckDto[],
    // Its beginning and its end are told as a change of the backup.
    reloadOn: (event, id) => event.type === 'backup.status' && event.id === id,
  });
  const goesOn = computed(() => list.value()?.some(isUnderWay) === true);
  let asking: ReturnType<typeof setInterval> | undefined;
  effect(() => {
    clearInterval(asking);
    if (goesOn()) asking = setInterval(() => list.reload(), askEveryMs);
  });
  inject(DestroyRef).onDestroy(() => clearInterval(asking));
  return {
    list,
    attempt,
    isUnderWay: goesOn,
    start: async () => {
      const { id, encrypted } = backup();
      const isAsked = await attempt.at(async () => {
        await api.invoke(checkBackup, { id, body: { level: encrypted ? 1 : 2 } });
      });
      list.reload();
      return isAsked;
    },
  };
}
