import type { BackupCopyDto } from '../../api/models/backup-copy-dto';
import type { BackupDto } from '../../api/models/backup-dto';
import type { BackupProfileDto } from '../../api/models/backup-profile-dto';
import type { BackupProgressDto } from '../../api/models/backup-progress-dto';

export const MiB = 1024 * 1024;

export const aCopy = (change: Partial<BackupCopyDto> = {}): BackupCopyDto => ({
  id: 'copy-1',
  destinationId: 'destination-1',
  destinationName: 'Local disk',
  status: 'stored',
  key: 'shop/2026/shop_20261124T073000Z_b1_a1.tar',
  size: 40 * MiB,
  sha256: 'ab'.repeat(32),
  storedAt: '2026-11-24T07:34:00.000Z',
  retryAt: null,
  error: null,
  ...change,
});

export const aProfile = (change: Partial<BackupProfileDto> = {}): BackupProfileDto => ({
  stages: [
    { stage: 'connect', seconds: 0.5 },
    { stage: 'snapshot', seconds: 0.5 },
    { stage: 'roles', seconds: 1 },
    { stage: 'schema', seconds: 1 },
    { stage: 'data', seconds: 17 },
    { stage: 'finish', seconds: 1 },
    { stage: 'commit', seconds: 1 },
  ],
  restarts: 0,
  rawBytes: 400 * MiB,
  archiveBytes: 40 * MiB,
  tablesDone: 58,
  tablesTotal: 58,
  rows: 41_209_876,
  table: 'public.orders',
  waitedForArchive: 1,
  waitedForDump: 15,
  ...change,
});

/** Complete, encrypted, at one destination. */
export const aBackup = (change: Partial<BackupDto> = {}): BackupDto => ({
  retention: [],
  id: 'b1',
  projectId: 'p1',
  projectName: 'shop',
  status: 'succeeded',
  shownStatus: 'complete',
  type: 'full',
  trigger: 'manual',
  requestedBy: 'Olga Owner',
  scheduleId: null,
  attempt: 1,
  runAfter: '2026-11-24T07:30:00.000Z',
  createdAt: '2026-11-24T07:30:00.000Z',
  startedAt: '2026-11-24T07:30:01.000Z',
  finishedAt: '2026-11-24T07:34:01.000Z',
  snapshotTime: '2026-11-24T07:30:02.000Z',
  deletedAt: null,
  cancelRequested: false,
  copies: [aCopy()],
  gaps: [],
  error: null,
  encrypted: true,
  recipients: ['age1example'],
  rawBytes: 400 * MiB,
  storedBytes: 40 * MiB,
  sha256: 'ab'.repeat(32),
  verifiedLevel: 0,
  verifiedAt: null,
  locked: false,
  notes: '',
  options: {},
  progress: null,
  profile: aProfile(),
  links: { self: '', log: '', contents: '', project: '' },
  ...change,
});

/** In the middle of the rows, to two destinations. */
export const aProgress = (change: Partial<BackupProgressDto> = {}): BackupProgressDto => ({
  stage: 'data',
  attempt: 1,
  restarts: 0,
  rawBytes: 100 * MiB,
  archiveBytes: 10 * MiB,
  estimatedRawBytes: 200 * MiB,
  percent: 50,
  tablesDone: 3,
  tablesTotal: 58,
  rows: 412_004,
  table: 'public.orders',
  bytesPerSecond: 14 * MiB,
  secondsLeft: 7,
  seconds: 12,
  stages: [
    { stage: 'connect', seconds: 1 },
    { stage: 'snapshot', seconds: 1 },
    { stage: 'data', seconds: 10 },
  ],
  waitedForArchive: 0,
  waitedForDump: 0,
  copies: [
    { copyId: 'local', name: 'Local disk', status: 'uploading', storedBytes: 10 * MiB },
    { copyId: 'cloud', name: 'Nextcloud', status: 'uploading', storedBytes: 9 * MiB },
  ],
  ...change,
});
