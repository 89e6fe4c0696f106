import { Injectable } from '@nestjs/common';
import type { Actor } from '../accounts/access';
import type { FieldMessage, StorageUsage } from '@stowbase/storage';
import { Database } from '../database/database';
import { PendingCredentials } from './connect/pending-credentials.service';
import { DestinationEvents } from './destination-events.service';
import { DestinationProbes, type ProbeOutcome } from './destination-probes.service';
import { DestinationSettings, refuseWrongSetting } from './destination-settings.service';
import type { TestSettingsDto } from './destination-test.dto';
import { Destinations } from './destinations.service';
import { pageOf, type Page } from '../paging/page-of';
import type { PageQueryDto } from '../paging/page-query.dto';
import { Probe } from './probe.entity';
import { StorageTypes } from './storage-types.service';
import { fail } from './storage.errors';

/** Connection tests that people ask for. */
@Injectable()
export class DestinationTests {
  /** By destination. */
  private readonly asking = new Map<string, Promise<StorageUsage>>();

  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
    private readonly types: StorageTypes,
    private readonly settings: DestinationSettings,
    private readonly credentials: PendingCredentials,
    private readonly probes: DestinationProbes,
    private readonly events: DestinationEvents,
  ) {}

  /** Tests a stored destination and keeps what was found. */
  async test(id: string): Promise<ProbeOutcome> {
    const destination = await this.destinations.get(id);
    const driver = this.types.storing(destination.type);
    const outcome = await this.probes.run(driver, this.settings.open(destination));
    await this.database.write((manager) => this.probes.record(manager, id, outcome));
    this.events.changed(await this.destinations.get(id));
    return outcome;
  }

  /** Tests settings that aren't stored, and stores nothing. */
  async testSettings(dto: TestSettingsDto, actor: Actor): Promise<ProbeOutcome & { notices: readonly FieldMessage[] }> {
    const { type, destinationId } = dto;
    const driver = this.types.storing(type);
    const edited = destinationId === undefined ? null : await this.destinations.get(destinationId.toLowerCase());
    if (edited !== null && edited.type !== type)
      throw fail('DESTINATION_TYPE_UNKNOWN', `The destination ${edited.name} has another type.`, {
        field: 'type',
        nextStep: 'Send the type of the destination, or leave destinationId out.',
      });
    const { config, notices } = this.settings.check(
      driver,
      this.credentials.show(dto, type, actor),
      edited === null ? null : this.settings.readable(edited),
    );
    const outcome = await this.probes.run(driver, config);
    refuseWrongSetting(outcome);
    return { ...outcome, notices };
  }

  /** The newest first. */
  async past(destinationId: string, page: PageQueryDto): Promise<Page<Probe>> {
    await this.destinations.get(destinationId);
    return pageOf(this.database.read, Probe, page, { where: { destinationId }, by: 'at' });
  }

  /** As the store says now; who asks while it is being asked gets the same answer. @throws StorageError */
  usage(id: string): Promise<StorageUsage> {
    // Anybody may ask as often as they like, and a store may walk through all of its files for it.
    const asking = this.asking.get(id) ?? this.ask(id).finally(() => this.asking.delete(id));
    this.asking.set(id, asking);
    return asking;
  }

  private async ask(id: string): Promise<StorageUsage> {
    const storage = await this.destinations.open(id);
    try {
      return (await storage.usage?.()) ?? { used: null, free: null };
    } finally {
      await storage.close();
    }
  }
}
