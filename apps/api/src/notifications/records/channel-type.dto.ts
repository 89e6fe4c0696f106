import { ApiProperty } from '@nestjs/swagger';
import { StorageFieldDto } from '../../storage/storage-type.dto';
import type { KindDescription } from '../occurrence-kinds';
import { occurrenceKinds, type OccurrenceKind } from '../occurrence';

/** A way to tell people, as data: a form and its checks follow from it. */
export class ChannelTypeDto {
  type: string;

  title: string;

  /** One sentence. */
  summary: string;

  /** One or two sentences: where to find what must be typed. */
  help: string;

  fields: StorageFieldDto[];
}

export class ChannelTypeListDto {
  items: ChannelTypeDto[];
}

const groups = [
  'Backups',
  'Destinations',
  'Retention',
  'Restores',
  'Service',
] as const satisfies readonly KindDescription['group'][];

/** Something that a channel can be told. */
export class OccurrenceKindDto {
  @ApiProperty({ enum: occurrenceKinds, enumName: 'OccurrenceKind' })
  kind: OccurrenceKind;

  title: string;

  /** When it is told: one sentence. */
  help: string;

  @ApiProperty({ enum: groups, enumName: 'OccurrenceGroup' })
  group: KindDescription['group'];

  @ApiProperty({ enum: ['ok', 'info', 'warn', 'bad'], enumName: 'OccurrenceTone' })
  tone: KindDescription['tone'];

  /** A new channel tells it. */
  byDefault: boolean;
}

export class OccurrenceKindListDto {
  /** In the order in which a page shows them. */
  items: OccurrenceKindDto[];
}
