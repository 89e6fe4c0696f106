import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { checkConfig, ConfigProblems, StorageError, type AnyDriver } from '@stowbase/storage';
import { In, Not, type EntityManager } from 'typeorm';
import { AuditLog } from '../accounts/audit-log';
import { Database } from '../database/database';
import { cleanName, longestName, nameKey } from '../names/names';
import { objectOf } from './destination-changes.service';
import { DestinationEvents } from './destination-events.service';
import { DestinationProbes } from './destination-probes.service';
import { Destination } from './destination.entity';
import { Destinations } from './destinations.service';
import { EnvironmentSettings, type EnvironmentEntry } from './environment-settings';
import type { Settings } from './merge-settings';
import { StorageTypes } from './storage-types.service';

interface Judged {
  readonly entry: EnvironmentEntry;
  readonly ready: { readonly driver: AnyDriver; readonly settings: Settings } | null;
  readonly problem: string | null;
}

/** Of `pg_advisory_xact_lock`. */
const bringLock = 7_369_006;

/**
 * Brings the destinations of the environment into the table at start, without their settings. One that is wrong is shown as invalid; none
 * keeps the service from starting, so they are tested after it has begun.
 */
@Injectable()
export class EnvironmentDestinations implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('Destinations');
  private testing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
    private readonly environment: EnvironmentSettings,
    private readonly types: StorageTypes,
    private readonly probes: DestinationProbes,
    private readonly audit: AuditLog,
    private readonly events: DestinationEvents,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const judged = this.environment.all().map((entry) => this.judge(entry));
    await this.database.write(async (manager) => {
      // Others may be starting with the same environment: each destination is brought in, and noted, once.
      if (this.database.engine === 'postgres') await manager.query('SELECT pg_advisory_xact_lock($1)', [bringLock]);
      for (const each of judged) await this.bring(manager, each);
      await this.disableOthers(manager);
    });
    this.testing = this.testAll(judged);
  }

  async onModuleDestroy(): Promise<void> {
    await this.testing;
  }

  /** When the tests that the start began are done. */
  async tested(): Promise<void> {
    await this.testing;
  }

  private judge(entry: EnvironmentEntry): Judged {
    const driver = this.types.find(entry.type);
    if (driver?.stored !== true)
      return { entry, ready: null, problem: 'Its type is none that backups can be stored in.' };
    try {
      return { entry, ready: { driver, settings: checkConfig(driver, entry.settings).config }, problem: null };
    } catch (error) {
      if (!(error instanceof ConfigProblems)) throw error;
      return { entry, ready: null, problem: error.problems.map(({ message }) => message).join(' ') };
    }
  }

  private async bring(manager: EntityManager, { entry: { id, type, name }, problem }: Judged): Promise<void> {
    const now = new Date();
    const state = {
      config: null,
      enabled: problem === null,
      validationStatus: problem === null ? ('pending' as const) : ('invalid' as const),
      validationError: problem,
    };
    const known = await manager.findOneBy(Destination, { id });
    if (known !== null) {
      if (!known.closing) await manager.update(Destination, { id }, { ...state, updatedAt: now });
      return;
    }
    const shown = await freeName(manager, name);
    const destination: Destination = {
      ...state,
      id,
      name: shown,
      nameKey: nameKey(shown),
      type,
      origin: 'env',
      closing: false,
      capabilities: null,
      freeBytes: null,
      bandwidthLimit: null,
      keepsEverything: false,
      problem: null,
      lastValidated: null,
      totalBackups: 0,
      totalSize: 0,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await manager.insert(Destination, destination);
    const object = objectOf(destination);
    await this.audit.record(manager, {
      actor: null,
      action: 'destination.create',
      object,
      detail: { type, origin: 'env' },
    });
  }

  /** Gone from the environment: what lies there isn't gone, so the row stays. */
  private async disableOthers(manager: EntityManager): Promise<void> {
    const here = this.environment.all().map(({ id }) => id);
    const where = { origin: 'env' as const, enabled: true, ...(here.length === 0 ? {} : { id: Not(In(here)) }) };
    for (const gone of await manager.find(Destination, { where, take: 200 })) {
      await manager.update(
        Destination,
        { id: gone.id },
        {
          enabled: false,
          validationStatus: 'invalid',
          validationError: 'It is not defined by the environment of the service any more.',
          updatedAt: new Date(),
        },
      );
      await this.audit.record(manager, { actor: null, action: 'destination.disable', object: objectOf(gone) });
    }
  }

  private async testAll(judged: readonly Judged[]): Promise<void> {
    await Promise.all(judged.map(({ entry, ready }) => this.test(entry, ready)));
  }

  private async test({ id, name }: EnvironmentEntry, ready: Judged['ready']): Promise<void> {
    if (ready === null) return;
    try {
      const outcome = await this.probes.run(ready.driver, ready.settings);
      await this.database.write((manager) => this.probes.record(manager, id, outcome));
      this.events.changed(await this.destinations.get(id));
    } catch (error) {
      if (error instanceof StorageError && error.kind === 'cancelled') return;
      // Only a bug gets here, and it mustn't end the service; the row stays as not tested.
      this.log.error(
        `The destination ${name} could not be tested: ${error instanceof Error ? error.message : 'unknown'}`,
      );
    }
  }
}

/** Somebody may have given this name to another destination before the environment defined this one. */
async function freeName(manager: EntityManager, wanted: string): Promise<string> {
  const base = cleanName(wanted).slice(0, longestName - 20);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base} (environment${number === 2 ? '' : ` ${number - 1}`})`;
    if (!(await manager.existsBy(Destination, { nameKey: nameKey(name) }))) return name;
  }
}
