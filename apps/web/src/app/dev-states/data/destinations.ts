import type { DestinationDto } from '../../api/models/destination-dto';
import type { StorageTypeDto } from '../../api/models/storage-type-dto';
import { aField } from '../../config-form/testing/example-fields';
import { now } from './now';

const GiB = 1024 ** 3;

export const localType: StorageTypeDto = {
  type: 'local_mapped',
  title: 'Local folder',
  summary: 'A folder of this server.',
  stored: true,
  fields: [aField({ name: 'path', kind: 'path', required: true })],
  presets: [],
  capabilities: { conditions: true, locks: false, maxObjectBytes: null, ranges: true, usage: true, versions: false },
};

const destination = (name: string, change: Partial<DestinationDto> = {}): DestinationDto => ({
  id: name,
  name,
  type: 'local_mapped',
  config: { path: `/backups/${name.toLowerCase().replaceAll(' ', '-')}` },
  origin: 'ui',
  enabled: true,
  closing: false,
  noDelete: false,
  keepsEverything: false,
  bandwidthLimit: null,
  problem: null,
  capabilities: null,
  validationStatus: 'valid',
  validationError: null,
  lastValidated: new Date(now.getTime() - 5 * 3_600_000).toISOString(),
  availableSpace: 55.9 * GiB,
  totalBackups: 42,
  totalSize: 104.1 * GiB,
  createdAt: '2026-09-01T10:00:00Z',
  updatedAt: '2026-11-03T10:00:00Z',
  version: 1,
  ...change,
});

/** As its sign-in has ended (F56). */
const ended = {
  code: 'REAUTH_REQUIRED',
  text: 'Google no longer accepts this sign-in: it was taken back or has ended.',
  nextStep: 'Sign in to Google again.',
  at: new Date(now.getTime() - 2 * 3_600_000).toISOString(),
};

export const signedOut = destination('Drive archive', {
  type: 'google_drive',
  config: { clientId: '1234-abcd.apps.googleusercontent.com' },
  validationStatus: 'invalid',
  validationError: ended.text,
  problem: ended,
  totalBackups: 12,
  totalSize: 37.6 * GiB,
});

/** One of each state. */
export const destinations: readonly DestinationDto[] = [
  destination('Office NAS', { availableSpace: 0.2 * GiB, totalSize: 49.8 * GiB, totalBackups: 38 }),
  destination('Network share', {
    validationStatus: 'invalid',
    validationError: 'The folder cannot be written: the file system is read-only.',
    totalBackups: 12,
    totalSize: 37.6 * GiB,
  }),
  signedOut,
  destination('Local disk'),
  destination('R2 stowbase-eu', {
    type: 's3',
    config: { bucket: 'stowbase-eu' },
    noDelete: true,
    availableSpace: null,
  }),
  destination('MinIO office', { type: 's3', config: { bucket: 'backups' }, noDelete: true, keepsEverything: true }),
  destination('Cold archive', { enabled: false, totalBackups: 9, totalSize: 8.3 * GiB, origin: 'env' }),
  destination('New disk', {
    validationStatus: 'pending',
    lastValidated: null,
    availableSpace: null,
    totalBackups: 0,
    totalSize: 0,
  }),
];
