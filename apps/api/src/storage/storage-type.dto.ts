import { ApiProperty } from '@nestjs/swagger';
import type { FieldKind, JsonScalar } from '@stowbase/storage';

const fieldKinds = [
  'text',
  'secret',
  'url',
  'integer',
  'bytes',
  'boolean',
  'choice',
  'json-file',
  'path',
] as const satisfies readonly FieldKind[];

const scalar = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] };

export class FieldChoiceDto {
  value: string;

  label: string;
}

/** The field exists only while another one has this value. */
export class FieldConditionDto {
  field: string;

  @ApiProperty(scalar)
  equals: JsonScalar;
}

export class FieldPatternDto {
  /** A regular expression that the whole value matches. */
  source: string;

  /** Read after the label. */
  message: string;
}

/** One setting of a type of storage: enough to draw a form and to check it. */
export class StorageFieldDto {
  /** Its name in `config`. */
  name: string;

  label: string;

  /** One or two sentences. */
  help: string;

  @ApiProperty({ enum: fieldKinds, enumName: 'StorageFieldKind' })
  kind: FieldKind;

  required: boolean;

  /** It is never given back: a reply says `{ set, hint }`. */
  secret: boolean;

  @ApiProperty({ ...scalar, nullable: true })
  default: JsonScalar | null;

  @ApiProperty({ type: 'string', nullable: true })
  example: string | null;

  /** Fields of one group stand together. */
  @ApiProperty({ type: 'string', nullable: true })
  group: string | null;

  @ApiProperty({ type: () => FieldPatternDto, nullable: true })
  pattern: FieldPatternDto | null;

  /** Of the kind `choice`; else empty. */
  choices: FieldChoiceDto[];

  /** Least value of a number, least length of a text. */
  @ApiProperty({ type: 'number', nullable: true })
  min: number | null;

  @ApiProperty({ type: 'number', nullable: true })
  max: number | null;

  @ApiProperty({ type: () => FieldConditionDto, nullable: true })
  when: FieldConditionDto | null;

  /** The variable that gives it where the environment defines the destination. */
  environment: string;
}

/** What a store of this type can do at best; the connection test finds out what one does. */
export class StorageCapabilitiesDto {
  /** Parts of a file can be read. */
  ranges: boolean;

  /** The store itself refuses to overwrite. */
  conditions: boolean;

  /** A deleted file can stay as an older version. */
  versions: boolean;

  /** Files can be locked against deletion. */
  locks: boolean;

  /** It says how much space is free. */
  usage: boolean;

  /** Bytes; null: no limit of its own. */
  @ApiProperty({ type: 'integer', nullable: true })
  maxObjectBytes: number | null;
}

/** A provider whose values a form fills in; they stay to be changed. */
export class StoragePresetDto {
  id: string;

  label: string;

  /** By field. */
  @ApiProperty({ type: 'object', additionalProperties: scalar })
  values: Record<string, JsonScalar>;

  /** One or two sentences: where to find what must be typed. */
  help: string;
}

export class StorageTypeDto {
  type: string;

  title: string;

  /** One sentence. */
  summary: string;

  /** False: nothing is configured and no destination of it can be created; it is chosen for each backup. */
  stored: boolean;

  fields: StorageFieldDto[];

  /** Providers of this type that a form offers; may be empty. */
  presets: StoragePresetDto[];

  capabilities: StorageCapabilitiesDto;
}

export class StorageTypeListDto {
  items: StorageTypeDto[];
}
