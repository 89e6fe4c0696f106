import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { crashPoint } from '../lifecycle/crash-point';

/** Of the state before an update. */
const kept = 3;

/**
 * Copies the records as they are into `copies/`, and removes the oldest copies. By SQLite itself: reading the file would drop our locks on it.
 * @param last name of the newest migration it has had
 * @returns the copy's path
 */
export async function copyBefore(source: DataSource, folder: string, last: string): Promise<string> {
  const copies = join(folder, 'copies');
  mkdirSync(copies, { recursive: true, mode: 0o700 });
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const path = join(copies, `${time}-${last}.db`);
  const unfinished = join(copies, 'unfinished');
  rmSync(unfinished, { force: true });
  await source.query('VACUUM INTO ?', [unfinished]);
  chmodSync(unfinished, 0o600);
  crashPoint('start/copy-written');
  // Only a whole copy gets a name that somebody would put back.
  renameSync(unfinished, path);
  crashPoint('start/copied');
  const names = readdirSync(copies).filter((name) => name.endsWith('.db'));
  for (const name of names.sort().slice(0, -kept)) rmSync(join(copies, name), { force: true });
  return path;
}
