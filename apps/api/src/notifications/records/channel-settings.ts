import { Inject, Injectable } from '@nestjs/common';
import { checkConfig, ConfigProblems, secretFields, type CheckedConfig, type FieldMessage } from '@stowbase/storage';
import type { Outgoing } from '../../outgoing/outgoing';
import { OUTGOING } from '../../outgoing/outgoing.module';
import { SecretBox } from '../../secrets/secret-box';
import { SecretError } from '../../secrets/secrets.errors';
import { pathOf } from '../../storage/destination-settings.service';
import { mergeSettings, type Settings } from '../../storage/merge-settings';
import type { ChannelType } from '../channels/channel-type';
import { fail } from '../notifications.errors';
import { refusalOfAddress } from '../outgoing-address';
import type { Channel } from './channel.entity';

const placeOf = (rowId: string): { table: string; column: string; rowId: string } => ({
  table: 'notification_channels',
  column: 'config',
  rowId,
});

/** The settings of channels: checked, sealed for the database, opened for use. */
@Injectable()
export class ChannelSettingsBox {
  constructor(
    private readonly secrets: SecretBox,
    @Inject(OUTGOING) private readonly outgoing: Outgoing,
  ) {}

  seal(id: string, settings: Settings): Buffer {
    return this.secrets.seal(JSON.stringify(settings), placeOf(id));
  }

  /** @throws SecretError when they can't be unsealed */
  open({ id, config }: Pick<Channel, 'id' | 'config'>): Settings {
    return JSON.parse(this.secrets.open(config, placeOf(id))) as Settings;
  }

  /** Null when they can't be unsealed: what shows, changes or deletes a channel goes on without them. */
  readable(channel: Pick<Channel, 'id' | 'config'>): Settings | null {
    try {
      return this.open(channel);
    } catch (error) {
      if (error instanceof SecretError) return null;
      throw error;
    }
  }

  /**
   * The settings that a request leads to, of an address that may be reached (H48).
   * @throws ApiError `CHANNEL_CONFIG_INVALID` with every problem, fields as `config.<name>`
   */
  async check(
    type: ChannelType,
    given: Readonly<Record<string, unknown>>,
    stored: Settings | null,
  ): Promise<CheckedConfig> {
    const { settings, problems } = mergeSettings(type, given, stored);
    const found = [...problems];
    try {
      const checked = checkConfig(type, settings);
      found.push(...secretsForElsewhere(type, checked.config, stored, given));
      const address = type.address(checked.config);
      if (found.length > 0) throw settingsInvalid(found);
      const refused = await refusalOfAddress(this.outgoing, address);
      if (refused === null) return checked;
      throw settingsInvalid([{ field: addressField(type), message: refused.message }], refused.nextStep);
    } catch (error) {
      if (!(error instanceof ConfigProblems)) throw error;
      const named = new Set(found.map(({ field }) => field));
      throw settingsInvalid([...found, ...error.problems.filter(({ field }) => !named.has(field))]);
    }
  }
}

const addressField = (type: ChannelType): string =>
  (type.fields.find(({ name }) => ['url', 'host', 'server'].includes(name)) ?? type.fields[0])?.name ?? '';

/** Where only a host says where it goes, no field is an address: then the type names the fields. */
function secretsForElsewhere(
  type: ChannelType,
  next: Settings,
  stored: Settings | null,
  given: Readonly<Record<string, unknown>>,
): FieldMessage[] {
  if (stored === null || !(type.sentTo ?? []).some((field) => next[field] !== stored[field])) return [];
  return secretFields(type)
    .filter((field) => stored[field] !== undefined && next[field] === stored[field] && typeof given[field] !== 'string')
    .map((field) => ({
      field,
      message: `${type.fields.find(({ name }) => name === field)?.label ?? field} has to be entered again, because it would be sent to another address.`,
    }));
}

function settingsInvalid(problems: readonly FieldMessage[], nextStep = 'Correct the named settings.'): Error {
  const errors = problems.map(({ field, message }) => ({ field: pathOf(field), code: 'INVALID_SETTING', message }));
  const [first] = errors;
  return fail('CHANNEL_CONFIG_INVALID', errors.map(({ message }) => message).join(' '), {
    nextStep,
    ...(first === undefined ? {} : { field: first.field }),
    errors,
  });
}
