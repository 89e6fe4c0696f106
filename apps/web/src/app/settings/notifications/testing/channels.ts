import type { ChannelDto } from '../../../api/models/channel-dto';
import type { ChannelTypeDto } from '../../../api/models/channel-type-dto';
import type { DeliveryDto } from '../../../api/models/delivery-dto';
import type { OccurrenceKindDto } from '../../../api/models/occurrence-kind-dto';
import type { StorageFieldDto } from '../../../api/models/storage-field-dto';

const secret = (given: Pick<StorageFieldDto, 'name' | 'label' | 'required'>): StorageFieldDto => ({
  kind: 'secret',
  secret: true,
  help: 'Kept like a password.',
  default: null,
  example: null,
  group: null,
  pattern: null,
  choices: [],
  min: null,
  max: null,
  when: null,
  environment: '',
  ...given,
});

export const webhookType: ChannelTypeDto = {
  type: 'webhook',
  title: 'Webhook',
  summary: 'A POST with JSON to an address of yours, signed.',
  help: 'Give the signing key to the receiver as well.',
  fields: [
    secret({ name: 'url', label: 'Address', required: true }),
    secret({ name: 'signingKey', label: 'Signing key', required: false }),
  ],
};

export const aChannel = (given: Partial<ChannelDto> = {}): ChannelDto => ({
  id: 'c1',
  name: 'Ops webhook',
  type: 'webhook',
  config: { url: { set: true, hint: 'x9Qa' }, signingKey: { set: false, hint: null } },
  enabled: true,
  kinds: ['backup.failed', 'backup.missed'],
  projectIds: null,
  digest: { rhythm: 'off', hour: 8, weekday: 1 },
  timeZone: 'Europe/Berlin',
  lastDelivery: null,
  waiting: 0,
  version: 1,
  createdAt: '2026-11-03T09:00:00Z',
  updatedAt: '2026-11-03T09:00:00Z',
  ...given,
});

export const refused = {
  code: 'NOT_FOUND',
  text: 'The receiver does not know this address.',
  nextStep: 'Copy the address again.',
};

export const failing = aChannel({
  id: 'c2',
  name: 'Slack #ops',
  type: 'slack',
  lastDelivery: {
    state: 'not_delivered',
    at: '2026-11-24T08:00:00Z',
    problem: refused,
    failingSince: '2026-11-22T08:00:00Z',
  },
  waiting: 3,
});

const kind = (given: Pick<OccurrenceKindDto, 'kind' | 'title'> & Partial<OccurrenceKindDto>): OccurrenceKindDto => ({
  help: 'When it is told.',
  group: 'Backups',
  tone: 'bad',
  byDefault: true,
  ...given,
});

export const kinds: readonly OccurrenceKindDto[] = [
  kind({ kind: 'backup.failed', title: 'Backup failed' }),
  kind({ kind: 'backup.missed', title: 'Backup missed' }),
  kind({ kind: 'backup.succeeded', title: 'Backup complete', tone: 'ok', byDefault: false }),
  kind({ kind: 'destination.failing', title: 'Destination needs you', group: 'Destinations', byDefault: false }),
];

export const aDelivery = (given: Partial<DeliveryDto> = {}): DeliveryDto => ({
  id: 'm1',
  channelId: 'c1',
  kind: 'backup.failed',
  projectId: 'p1',
  subject: 'Failed: backup of shop',
  state: 'delivered',
  attempts: 1,
  nextTryAt: null,
  problem: null,
  createdAt: '2026-11-24T02:46:00Z',
  settledAt: '2026-11-24T02:46:01Z',
  ...given,
});
