import { inject, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Api } from '../../../api/api';
import { getBackupLog } from '../../../api/fn/backups/get-backup-log';
import type { RunLogLineDto } from '../../../api/models/run-log-line-dto';
import { EventStream } from '../../../live/event-stream';
import { live, type Live } from '../../../live/live';

/** As many as one page may have. */
const limit = 200;

/** The whole log of a run: what is stored (at most some 2,000 lines), and what comes in. Call in an injection context. @param id doesn't change */
export function logLines(id: Signal<string>): Live<readonly RunLogLineDto[]> {
  const api = inject(Api);
  let told: readonly RunLogLineDto[] = [];
  const log = live({
    by: () => id(),
    load: async (backup) => {
      told = [];
      const stored: RunLogLineDto[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await api.invoke(getBackupLog, { id: backup, limit, ...(cursor == null ? {} : { cursor }) });
        stored.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      return join(stored, told);
    },
  });
  inject(EventStream)
    .events.pipe(takeUntilDestroyed())
    .subscribe((event) => {
      if (event.type !== 'backup.log' || event.id !== id()) return;
      const line = event.data as RunLogLineDto;
      told = [...told, line];
      const before = log.value();
      if (before !== undefined) log.set([...before, line]);
    });
  return log;
}

/** Lines that were told while the stored ones were read may be among these. */
export function join(stored: readonly RunLogLineDto[], told: readonly RunLogLineDto[]): readonly RunLogLineDto[] {
  const key = ({ at, code, text }: RunLogLineDto): string => `${at} ${code} ${text}`;
  const known = new Set(stored.slice(-1_000).map(key));
  return [...stored, ...told.filter((line) => !known.has(key(line)))];
}
