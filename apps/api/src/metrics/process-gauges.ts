import { statSync } from 'node:fs';
import { Counter, type Registry } from 'prom-client';
import type { Database } from '../database/database';
import { databaseFile } from '../database/place';
import type { EventStreams } from '../events/event-streams';
import { version } from '../version';
import { gauge } from './gauges';

/** The names are those that every client of Prometheus uses. */
export function registerProcessGauges(registry: Registry): void {
  const started = Date.now() / 1_000 - process.uptime();
  gauge(registry, 'stowbase_info', 'Of this process.', ['version'], () => [{ labels: { version }, value: 1 }]);
  gauge(registry, 'process_start_time_seconds', 'Start of this process.', [], () => [{ value: started }]);
  gauge(registry, 'process_resident_memory_bytes', 'Resident memory.', [], () => [
    { value: process.memoryUsage.rss() },
  ]);
  gauge(registry, 'nodejs_heap_size_used_bytes', 'Used heap.', [], () => [{ value: process.memoryUsage().heapUsed }]);
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'User and system CPU time.',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
}

export function registerServiceGauges(registry: Registry, database: Database, streams: EventStreams): void {
  gauge(registry, 'stowbase_event_streams', 'Open streams of events.', [], () => [{ value: streams.size }]);
  const { place } = database;
  if (place.engine !== 'sqlite') return;
  const file = databaseFile(place.folder);
  const size = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  gauge(registry, 'stowbase_database_bytes', 'Size of the records.', [], () => [{ value: size(file) }]);
  gauge(registry, 'stowbase_database_wal_bytes', "Size of SQLite's write-ahead log.", [], () => [
    { value: size(`${file}-wal`) },
  ]);
  gauge(registry, 'stowbase_data_folder_free_bytes', 'Free where the records are.', [], () => {
    const { freeBytes } = database.room.check();
    return freeBytes === null ? [] : [{ value: freeBytes }];
  });
}
