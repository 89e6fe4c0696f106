import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { secretFields, type AnyDriver, type CheckedConfig, type FieldMessage } from '@stowbase/storage';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../accounts/access';
import { auditChanges, type AuditChange } from '../accounts/audit/audit-changes';
import { AuditLog } from '../accounts/audit-log';
import { Database } from '../database/database';
import { fail as failCommon } from '../errors/common.errors';
import { nameKey } from '../names/names';
import { PendingCredentials } from './connect/pending-credentials.service';
import { DestinationBandwidth } from './destination-bandwidth.service';
import { DestinationEvents } from './destination-events.service';
import { DestinationProbes, failureOf, validationColumns, type ProbeOutcome } from './destination-probes.service';
import { DestinationSettings, pathOf, refuseWrongSetting } from './destination-settings.service';
import type { CreateDestinationDto, UpdateDestinationDto } from './destination.dto';
import { Destination } from './destination.entity';
import { toCheckDto } from './destination.mapper';
import { Destinations } from './destinations.service';
import { refuseEnvironment } from './refuse-environment';
import { StorageTypes } from './storage-types.service';
import { TakenPlaces } from './taken-places.service';
import { fail } from './storage.errors';

export interface Saved {
  readonly destination: Destination;
  /** What was changed in what was given, like spaces around a secret. */
  readonly notices: readonly FieldMessage[];
}

/** Creating and changing destinations: tested first, then stored, or nothing is. */
@Injectable()
export class DestinationChanges {
  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
    private readonly types: StorageTypes,
    private readonly settings: DestinationSettings,
    private readonly credentials: PendingCredentials,
    private readonly probes: DestinationProbes,
    private readonly audit: AuditLog,
    private readonly events: DestinationEvents,
    private readonly bandwidth: DestinationBandwidth,
    private readonly places: TakenPlaces,
  ) {}

  /** @throws ApiError `DESTINATION_CONFIG_INVALID`, `DESTINATION_PROBE_FAILED`, `NAME_TAKEN`, … */
  async create(dto: CreateDestinationDto, actor: Actor): Promise<Saved> {
    const driver = this.types.storing(dto.type);
    return this.credentials.lend(dto, driver.type, actor, (config = {}) =>
      this.store(driver, { ...dto, config }, actor),
    );
  }

  private async store(driver: AnyDriver, dto: CreateDestinationDto, actor: Actor): Promise<Saved> {
    const { config, notices } = this.settings.check(driver, dto.config, null);
    await refuseTakenName(this.database.read, dto.name, null);
    await this.places.refuse(driver, config, null);
    const enabled = dto.enabled ?? true;
    const outcome = await this.tested(driver, config, enabled);
    const id = randomUUID();
    const now = new Date();
    const destination: Destination = {
      id,
      name: dto.name,
      nameKey: nameKey(dto.name),
      type: driver.type,
      config: this.settings.seal(id, config),
      enabled,
      origin: 'ui',
      closing: false,
      capabilities: null,
      freeBytes: null,
      ...validationColumns(outcome),
      bandwidthLimit: dto.bandwidthLimit ?? null,
      keepsEverything: dto.keepsEverything ?? false,
      problem: null,
      totalBackups: 0,
      totalSize: 0,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await this.database.write(async (manager) => {
      await refuseTakenName(manager, dto.name, null);
      await manager.insert(Destination, destination);
      await this.probes.record(manager, id, outcome);
      const detail = { type: driver.type, enabled };
      await this.audit.record(manager, { actor, action: 'destination.create', object: objectOf(destination), detail });
    });
    this.events.changed(destination);
    return { destination, notices };
  }

  /** @throws ApiError also `STALE_VERSION`, `DESTINATION_FROM_ENVIRONMENT`, `DESTINATION_CLOSING` */
  async update(id: string, dto: UpdateDestinationDto, actor: Actor): Promise<Saved> {
    const before = await this.destinations.get(id);
    refuseEnvironment(before);
    if (before.closing) throw closing(before);
    if (before.version !== dto.version) throw stale(before);
    return this.credentials.lend(dto, before.type, actor, (config) =>
      this.change(before, { ...dto, ...(config === undefined ? {} : { config }) }, actor),
    );
  }

  private async change(before: Destination, dto: UpdateDestinationDto, actor: Actor): Promise<Saved> {
    const { id } = before;
    const name = dto.name ?? before.name;
    const enabled = dto.enabled ?? before.enabled;
    await refuseTakenName(this.database.read, name, id);
    const tested = await this.retested(before, dto, enabled);
    const changed: Destination = {
      ...before,
      name,
      nameKey: nameKey(name),
      enabled,
      bandwidthLimit: dto.bandwidthLimit === undefined ? before.bandwidthLimit : dto.bandwidthLimit,
      keepsEverything: dto.keepsEverything ?? before.keepsEverything,
      ...(tested === null ? {} : { config: this.settings.seal(id, tested.config), ...tested.columns }),
      version: before.version + 1,
      updatedAt: new Date(),
    };
    await this.database.write(async (manager) => {
      await refuseTakenName(manager, name, id);
      const unchanged = { id, version: before.version, closing: false };
      const { affected } = await manager.update(Destination, unchanged, columnsOf(changed, tested !== null));
      if (affected !== 1) throw stale(before);
      if (tested !== null) await this.probes.record(manager, id, tested.outcome);
      const detail = { fields: fieldsOf(dto), changes: this.changesOf(before, changed, tested?.config) };
      await this.audit.record(manager, { actor, action: 'destination.update', object: objectOf(changed), detail });
    });
    const destination = await this.destinations.get(id);
    this.bandwidth.changed(destination);
    this.events.changed(destination);
    return { destination, notices: tested?.notices ?? [] };
  }

  private changesOf(
    before: Destination,
    after: Destination,
    config: CheckedConfig['config'] | undefined,
  ): AuditChange[] {
    const driver = this.types.find(before.type);
    const own = ({ name, enabled, bandwidthLimit, keepsEverything }: Destination): object => ({
      ...{ name, enabled, bandwidthLimit, keepsEverything },
    });
    const [was, is] = config === undefined ? [{}, {}] : [this.settings.readable(before) ?? {}, config];
    return auditChanges(
      { ...own(before), ...pathed(was) },
      { ...own(after), ...pathed(is) },
      new Set(driver === undefined ? [] : secretFields(driver).map(pathOf)),
    );
  }

  /** A change of the settings, and enabling, are tested; null: nothing of that kind is asked for. */
  private async retested(
    before: Destination,
    dto: UpdateDestinationDto,
    enabled: boolean,
  ): Promise<(CheckedConfig & { outcome: ProbeOutcome; columns: Partial<Destination> }) | null> {
    if (dto.config === undefined && (!enabled || before.enabled)) return null;
    const driver = this.types.storing(before.type);
    const checked = this.settings.check(driver, dto.config ?? {}, this.settings.readable(before));
    if (dto.config !== undefined) await this.places.refuse(driver, checked.config, before.id);
    const outcome = await this.tested(driver, checked.config, enabled);
    // What was proven of the place before says nothing about another one.
    const forgotten = dto.config === undefined ? {} : { capabilities: null, freeBytes: null };
    return { ...checked, outcome, columns: { ...forgotten, ...validationColumns(outcome) } };
  }

  /** @throws ApiError when a setting is wrong, or the test fails and the destination would be enabled */
  private async tested(driver: AnyDriver, config: CheckedConfig['config'], enabled: boolean): Promise<ProbeOutcome> {
    const outcome = await this.probes.run(driver, config);
    refuseWrongSetting(outcome);
    if (outcome.ok || !enabled) return outcome;
    const failure = failureOf(outcome);
    throw fail('DESTINATION_PROBE_FAILED', failure?.detail ?? 'The connection test failed.', {
      nextStep: `${failure?.nextStep ?? 'Mend what the checks name.'} To save it all the same, send "enabled": false.`,
      more: { checks: outcome.checks.map(toCheckDto) },
    });
  }
}

/** Only what this change is about: totals and tests are written by others meanwhile. */
function columnsOf(changed: Destination, withSettings: boolean): Partial<Destination> {
  const { name, nameKey: key, enabled, bandwidthLimit, keepsEverything, version, updatedAt } = changed;
  const { config, capabilities, freeBytes, lastValidated, validationStatus, validationError, problem } = changed;
  const tested = { config, capabilities, freeBytes, lastValidated, validationStatus, validationError, problem };
  const own = { name, nameKey: key, enabled, bandwidthLimit, keepsEverything, version, updatedAt };
  return { ...own, ...(withSettings ? tested : {}) };
}

const pathed = (config: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(config).map(([field, value]) => [pathOf(field), value as unknown]));

/** Names only: values may be secrets. */
function fieldsOf(dto: UpdateDestinationDto): string[] {
  const own = (['name', 'enabled', 'bandwidthLimit', 'keepsEverything'] as const).filter(
    (field) => dto[field] !== undefined,
  );
  return [...own, ...Object.keys(dto.config ?? {}).map((field) => `config.${field}`)];
}

async function refuseTakenName(manager: EntityManager, name: string, except: string | null): Promise<void> {
  const other = await manager.findOneBy(Destination, { nameKey: nameKey(name) });
  if (other === null || other.id === except) return;
  throw failCommon('NAME_TAKEN', `Another destination is called ${other.name}.`, {
    field: 'name',
    nextStep: 'Choose another name.',
  });
}

const closing = ({ name }: Destination): Error =>
  fail('DESTINATION_CLOSING', `The destination ${name} is being deleted.`, { nextStep: 'Create a new one.' });

const stale = ({ name, version }: Destination): Error =>
  failCommon('STALE_VERSION', `The destination ${name} was changed by somebody else meanwhile.`, {
    field: 'version',
    nextStep: 'Load it again and repeat the change.',
    more: { version },
  });

export const objectOf = ({ id, name }: Destination): { type: string; id: string; name: string } => ({
  type: 'destination',
  id,
  name,
});
