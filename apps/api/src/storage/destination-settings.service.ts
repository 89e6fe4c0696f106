import { Injectable } from '@nestjs/common';
import {
  checkConfig,
  ConfigProblems,
  StorageError,
  type AnyDriver,
  type CheckedConfig,
  type FieldMessage,
} from '@stowbase/storage';
import type { ApiError } from '../errors/api-error';
import { SecretBox } from '../secrets/secret-box';
import { SecretError } from '../secrets/secrets.errors';
import type { ProbeOutcome } from './destination-probes.service';
import type { Destination } from './destination.entity';
import { EnvironmentSettings } from './environment-settings';
import { mergeSettings, type Settings } from './merge-settings';
import { fail } from './storage.errors';

const placeOf = (rowId: string): { table: string; column: string; rowId: string } => ({
  table: 'storage_destinations',
  column: 'config',
  rowId,
});

/** The settings of destinations: checked, sealed for the database, opened for use. */
@Injectable()
export class DestinationSettings {
  constructor(
    private readonly secrets: SecretBox,
    private readonly environment: EnvironmentSettings,
  ) {}

  seal(id: string, settings: Settings): Buffer {
    return this.secrets.seal(JSON.stringify(settings), placeOf(id));
  }

  /** As `stored`, but null also when they can't be unsealed: what shows, changes or deletes a destination goes on without them. */
  readable(destination: Pick<Destination, 'id' | 'origin' | 'config'>): Settings | null {
    try {
      return this.stored(destination);
    } catch (error) {
      if (error instanceof SecretError) return null;
      throw error;
    }
  }

  /** Of one from the environment as they are there now; null when they are gone from it. @throws SecretError */
  private stored({ id, origin, config }: Pick<Destination, 'id' | 'origin' | 'config'>): Settings | null {
    if (origin === 'env') return this.environment.find(id)?.settings ?? null;
    return config === null ? null : (JSON.parse(this.secrets.open(config, placeOf(id))) as Settings);
  }

  /** @throws StorageError `invalid-config` when they are gone from the environment, SecretError when they can't be unsealed */
  open(destination: Destination): Settings {
    const settings = this.stored(destination);
    if (settings !== null) return settings;
    throw new StorageError(
      'invalid-config',
      `The settings of the destination ${destination.name} came from the environment and are not there any more.`,
      'Define its variables again and restart the service.',
    );
  }

  /**
   * The settings that a request leads to.
   * @throws ApiError `DESTINATION_CONFIG_INVALID` with every problem, fields as `config.<name>`
   */
  check(driver: AnyDriver, given: Readonly<Record<string, unknown>>, stored: Settings | null): CheckedConfig {
    const { settings, problems } = mergeSettings(driver, given, stored);
    const found = [...problems];
    try {
      const checked = checkConfig(driver, settings);
      if (found.length === 0) return checked;
    } catch (error) {
      if (!(error instanceof ConfigProblems)) throw error;
      const named = new Set(found.map(({ field }) => field));
      found.push(...error.problems.filter(({ field }) => !named.has(field)));
    }
    throw settingsInvalid(found);
  }
}

/** A setting that its store itself refuses, like a folder outside of the allowed ones. @throws ApiError `DESTINATION_CONFIG_INVALID` */
export function refuseWrongSetting({ wrongSetting }: ProbeOutcome): void {
  if (wrongSetting !== null) throw settingsInvalid([wrongSetting], wrongSetting.nextStep);
}

/** @param problems at least one */
export function settingsInvalid(problems: readonly FieldMessage[], nextStep = 'Correct the named settings.'): ApiError {
  const errors = problems.map(({ field, message }) => ({ field: pathOf(field), code: 'INVALID_SETTING', message }));
  const [first] = errors;
  return fail('DESTINATION_CONFIG_INVALID', errors.map(({ message }) => message).join(' '), {
    nextStep,
    ...(first === undefined ? {} : { field: first.field }),
    errors,
  });
}

/** Of a setting in the body of a request. */
export const pathOf = (field: string): string => (field === '' ? 'config' : `config.${field}`);
