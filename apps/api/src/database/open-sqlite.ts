import { mkdirSync } from 'node:fs';
import { copyBefore } from './copies';
import { makeDataSources } from './data-sources';
import { Database } from './database';
import { DiskRoom } from './disk-room';
import { migrate, namesOf, type Migrations } from './migrate';
import { databaseFile, type Place } from './place';
import { inspectFile, translateFileError } from './sqlite-file';

/** Look at the file → open → copy, if a migration is due → migrate → open for reading. */
export async function openSqlite(
  place: Extract<Place, { engine: 'sqlite' }>,
  migrations: Migrations,
  room: DiskRoom = new DiskRoom(place.folder),
): Promise<Database> {
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const file = databaseFile(place.folder);
  const last = inspectFile(file, migrations).at(-1);
  const sources = makeDataSources(place, migrations);
  try {
    await sources.writer.initialize();
    const due = last !== namesOf(migrations).at(-1);
    const copy = due && last !== undefined ? await copyBefore(sources.writer, place.folder, last) : null;
    if (due) await migrate(sources.writer, copy);
    await sources.reader.initialize();
    room.check();
    return new Database(sources, place, room);
  } catch (error) {
    if (sources.writer.isInitialized) await sources.writer.destroy();
    throw translateFileError(error, file);
  }
}
