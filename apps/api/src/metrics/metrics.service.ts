import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Subscription } from 'rxjs';
import { Backup } from '../backups/backup.entity';
import type { RunProfile } from '../backups/progress/progress-view';
import type { BackupSummaryDto } from '../backups/records/backup.dto';
import { Database } from '../database/database';
import { EventHub } from '../events/event-hub';
import { EventStreams } from '../events/event-streams';
import { DeliveryMeter } from '../notifications/outbox/delivery-meter';
import { registerProcessGauges, registerServiceGauges } from './process-gauges';
import { StorageMeter } from '../storage/storage-meter';
import { BackgroundGauges } from './background-gauges';
import { registerStorageCounters } from './storage-counters';
import { RecordGauges } from './record-gauges';
import { RunMeter } from './run-meter';

/** What Prometheus is told. A registry of its own: several services may live in one process of tests. */
@Injectable()
export class Metrics implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Metrics');
  private readonly registry = new Registry();
  private readonly runs = new RunMeter(this.registry, new Date());
  private subscription: Subscription | null = null;

  constructor(
    private readonly database: Database,
    private readonly hub: EventHub,
    streams: EventStreams,
    records: RecordGauges,
    notifications: DeliveryMeter,
    background: BackgroundGauges,
    meter: StorageMeter,
  ) {
    registerProcessGauges(this.registry);
    registerServiceGauges(this.registry, database, streams);
    records.register(this.registry);
    background.register(this.registry);
    registerStorageCounters(this.registry, meter);
    notifications.register(this.registry);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  onModuleInit(): void {
    // Each run is counted by the process in which it happened: those of all are added up.
    this.subscription = this.hub.own.subscribe(({ type, id, data }) => {
      // As `BackupAnnouncer` publishes it.
      if (type === 'backup.status' && this.runs.told(data as BackupSummaryDto)) void this.readProfile(id);
    });
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** Large, so that it is in no event. */
  private async readProfile(id: string): Promise<void> {
    try {
      const row = await this.database.read.findOne(Backup, { select: { id: true, profile: true }, where: { id } });
      if (row !== null && row.profile !== null) this.runs.profile(row.profile as RunProfile);
    } catch (error) {
      // Records in trouble: some seconds of a stage are not counted.
      this.logger.warn(
        `Where the time of a backup went could not be read: ${error instanceof Error ? error.name : ''}`,
      );
    }
  }
}
