import { mkdirSync } from 'node:fs';
import { makeDataSources } from './data-sources';
import { Database } from './database';
import type { Place } from './place';

/**
 * Opens the records and brings their tables up to date. The caller holds the instance guard.
 * @throws StartError
 */
export async function openDatabase(place: Place): Promise<Database> {
  if (place.engine === 'sqlite') mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const sources = makeDataSources(place);
  await sources.writer.initialize();
  await sources.writer.runMigrations({ transaction: 'each' });
  if (!sources.reader.isInitialized) await sources.reader.initialize();
  return new Database(sources, place);
}
