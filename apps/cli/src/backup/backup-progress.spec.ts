import type { Progress } from '@stowbase/dump';
import { barLine, plainLine } from '../progress/progress-line';
import { jobStateOf, publishingState } from './backup-progress';
import type { CopyProgress } from './targets/copies';

const now: Progress = {
  ...{ stage: 'data', rawBytes: 5_000_000, storedBytes: 2_000_000, table: 'public.orders' },
  ...{ tablesDone: 1, tablesTotal: 3, rowsDone: 10, estimatedRawBytes: 10_000_000 },
  ...{ waitedForArchive: 0, waitedForDump: 0 },
};
const copies: readonly CopyProgress[] = [
  { place: 's3:', status: 'uploading', sentBytes: 1_500_000 },
  { place: 'nextcloud:', status: 'failed', sentBytes: 700_000 },
  { place: '/backups', status: 'stored', sentBytes: 2_000_000 },
];

describe('P-CLI-38 the progress of a backup to several places', () => {
  it('says how far each one is, before the name of the table, which may be cut', () => {
    const line = plainLine(jobStateOf(now, copies), 10);
    expect(line).toContain('1/3 tables  s3: 1.5 MB, nextcloud: not stored, /backups stored  public.orders');
    expect(barLine(jobStateOf(now, copies), 10, 80).length).toBeLessThanOrEqual(80);
  });

  it('goes on while the archive is published and read back', () => {
    expect(plainLine(publishingState(copies), 10)).toMatch(/^Storing, s3: 1\.5 MB, nextcloud: not stored/);
  });

  it('says nothing of a single place: its bytes are those of the line', () => {
    expect(plainLine(jobStateOf(now, copies.slice(0, 1)), 10)).not.toContain('s3:');
  });
});
