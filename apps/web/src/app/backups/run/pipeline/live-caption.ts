import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import { bytes, rate } from '../../../format/bytes';
import { duration } from '../../../format/duration';
import type { Bottleneck } from './bottleneck';
import { stalledAfter, type Rates } from './throughput';

/** What the picture shows, in one sentence or two. */
export function liveCaption(progress: BackupProgressDto, rates: Rates, bottleneck: Bottleneck | null): string {
  switch (progress.stage) {
    case 'connect':
      return $localize`The run connects to the database.`;
    case 'snapshot':
      return $localize`The run takes a snapshot: everything it saves is of that one moment.`;
    case 'commit':
      return $localize`The archive is complete; each destination publishes it.`;
    case 'roles':
    case 'schema':
    case 'data':
    case 'finish':
      return whileReading(progress, rates, bottleneck);
  }
}

function whileReading(progress: BackupProgressDto, rates: Rates, bottleneck: Bottleneck | null): string {
  const stalled = progress.copies.find(({ copyId }) => (rates.quiet.get(copyId) ?? 0) >= stalledAfter);
  if (stalled !== undefined) {
    const seconds = duration(rates.quiet.get(stalled.copyId) ?? 0);
    return $localize`${stalled.name} has taken nothing for ${seconds}.`;
  }
  if (rates.quietDump >= stalledAfter)
    return $localize`The database has sent nothing for ${duration(rates.quietDump)}.`;
  const width = $localize`Band width shows throughput.`;
  switch (bottleneck?.is) {
    case 'dump':
      return rates.raw === null
        ? $localize`Dump sets the pace: every later stage could take more.` + ` ${width}`
        : $localize`Dump sets the pace: the database sends ${rate(rates.raw)}, every later stage could take more.` +
            ` ${width}`;
    case 'compress':
      return $localize`This machine sets the pace: the database waits for compression and encryption.` + ` ${width}`;
    case 'copy': {
      const { name, storedBytes } = bottleneck.copy;
      const waiting = bytes(progress.archiveBytes - storedBytes);
      return $localize`${name} sets the pace: ${waiting} wait for it, and the others wait with them.` + ` ${width}`;
    }
    case undefined:
      return width;
  }
}
