import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import type { CopyProgressDto } from '../../../api/models/copy-progress-dto';
import type { Rates } from './throughput';

/** Half of what may wait for a destination before the others wait too (16 MiB). */
const muchBehind = 8 * 1024 * 1024;

export type Bottleneck = { readonly is: 'dump' | 'compress' } | { readonly is: 'copy'; readonly copy: CopyProgressDto };

/**
 * What holds the run up. Whether the database waits for us or we for it, the service has measured; that it is a destination shows in what
 * waits for it, and else it is this machine.
 */
export function bottleneckOf(progress: BackupProgressDto, { slower }: Rates): Bottleneck | null {
  if (progress.stage === 'connect' || progress.stage === 'snapshot' || slower === null) return null;
  if (slower === 'dump') return { is: 'dump' };
  const behind = progress.copies
    .filter(({ status }) => status === 'uploading')
    .sort((a, b) => a.storedBytes - b.storedBytes)[0];
  if (behind !== undefined && progress.archiveBytes - behind.storedBytes >= muchBehind)
    return { is: 'copy', copy: behind };
  return { is: 'compress' };
}
