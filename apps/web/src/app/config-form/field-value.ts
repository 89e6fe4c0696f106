import type { DestinationDto } from '../api/models/destination-dto';
import type { StorageFieldDto } from '../api/models/storage-field-dto';
import { parseSize, sizeText } from './size-text';

/** What a control holds: text as it is typed, or a switch. Null: a stored secret, which stays as it is. */
export type FieldInput = string | boolean | null;

/** Settings as a reply shows them, secrets as `{ set, hint }`; null: there are none yet. */
export type StoredConfig = DestinationDto['config'];
export type StoredValue = NonNullable<StoredConfig>[string];

/** What is sent. */
export type Setting = string | number | boolean;

/** What the control of a field begins with. */
export function inputOf({ kind, default: value }: StorageFieldDto, stored?: StoredValue): FieldInput {
  if (typeof stored === 'object') return stored.set ? null : '';
  const shown = stored ?? value;
  if (kind === 'boolean') return shown === true;
  if (kind === 'bytes' && typeof shown === 'number') return sizeText(shown);
  return shown === null ? '' : String(shown);
}

/** What a control says, as it is sent; null: nothing was given, or it isn't a value of this kind. */
export function settingOf({ kind }: StorageFieldDto, input: FieldInput): Setting | null {
  if (typeof input === 'boolean') return input;
  const text = input?.trim() ?? '';
  if (text === '') return null;
  if (kind === 'integer') return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
  if (kind === 'bytes') return parseSize(text);
  // The service takes the spaces off a secret, and says so.
  return kind === 'secret' ? input : text;
}
