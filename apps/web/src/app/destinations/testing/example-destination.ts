import type { DestinationDto } from '../../api/models/destination-dto';
import type { StorageTypeDto } from '../../api/models/storage-type-dto';
import type { TestCheckDto } from '../../api/models/test-check-dto';
import { aField } from '../../config-form/testing/example-fields';

const GiB = 2 ** 30;

export const aDestination = (given: Partial<DestinationDto> = {}): DestinationDto => ({
  id: 'd1',
  name: 'Archive',
  type: 'vault',
  origin: 'ui',
  config: { room: 'cellar', secretKey: { set: true, hint: '9f3c' } },
  enabled: true,
  closing: false,
  validationStatus: 'valid',
  validationError: null,
  lastValidated: '2026-11-24T03:30:00Z',
  capabilities: null,
  noDelete: false,
  keepsEverything: false,
  bandwidthLimit: null,
  problem: null,
  totalBackups: 4,
  totalSize: 8 * GiB,
  availableSpace: 40 * GiB,
  version: 7,
  createdAt: '2026-11-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  ...given,
});

/** A type that no code of the web app names. */
export const vaultType: StorageTypeDto = {
  type: 'vault',
  title: 'Vault',
  summary: 'Rooms below the hill.',
  stored: true,
  fields: [
    aField({ name: 'room', kind: 'text', required: true }),
    aField({ name: 'secretKey', kind: 'secret', required: true, label: 'Secret key' }),
  ],
  presets: [],
  capabilities: { conditions: true, locks: false, maxObjectBytes: null, ranges: true, usage: true, versions: false },
};

export const aCheck = (id: string, given: Partial<TestCheckDto> = {}): TestCheckDto => ({
  id,
  title: `Check ${id}`,
  status: 'passed',
  detail: `${id} went well.`,
  nextStep: null,
  permission: null,
  ms: 31,
  ...given,
});

export const refusedDelete = aCheck('delete', {
  status: 'failed',
  detail: 'The store refused: 403 AccessDenied.',
  permission: 'vault:Delete',
  nextStep: 'Allow it for this key.',
});
