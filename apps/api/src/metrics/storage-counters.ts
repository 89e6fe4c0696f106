import { Counter, type Registry } from 'prom-client';
import type { Metered, StorageMeter } from '../storage/storage-meter';

/** What goes to and from destinations, as this process has counted it. */
export function registerStorageCounters(registry: Registry, meter: StorageMeter): void {
  const destination = ['destination_id', 'type'];
  counter(
    registry,
    'stowbase_storage_bytes_total',
    'Bytes that this process sent to a destination (up) or read from it (down).',
    [...destination, 'direction'],
    () => meter.totals.bytes,
  );
  counter(
    registry,
    'stowbase_storage_calls_total',
    'Calls of this process to a destination, by how they ended: ok, or what they failed with.',
    [...destination, 'operation', 'outcome'],
    () => meter.totals.calls,
  );
  counter(
    registry,
    'stowbase_storage_retries_total',
    'Calls and parts of uploads that were tried again, by what they had failed with.',
    [...destination, 'kind'],
    () => meter.totals.retries,
  );
}

/** One whose totals are kept elsewhere. */
function counter(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => readonly Metered[],
): void {
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, value } of read()) this.inc(labels, value);
    },
  });
}
