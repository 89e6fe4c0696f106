import { Setting } from '../database/setting.entity';
import type { Database } from '../database/database';
import { keyIdOf } from './envelope';
import type { EnvelopeSecretBox } from './envelope-secret-box';
import { sealedColumns, sealedPage } from './sealed-columns';

/** A known text, sealed: says at start whether the key is the right one, before anything is sealed with a wrong one. */
const id = 'app_key';
const place = { table: 'settings', column: 'value', rowId: id };
const text = 'stowbase';

export async function readKeyCheck(database: Database): Promise<Buffer | null> {
  const row = await database.read.findOneBy(Setting, { id });
  if (row === null) return null;
  return 'sealed' in row.value && typeof row.value.sealed === 'string'
    ? Buffer.from(row.value.sealed, 'base64')
    : Buffer.alloc(0);
}

export async function writeKeyCheck(database: Database, box: EnvelopeSecretBox): Promise<void> {
  const value = { sealed: box.seal(text, place).toString('base64') };
  await database.write((manager) => manager.save(Setting, { id, value, updatedAt: new Date() }));
}

/** @throws SecretError */
export function proveKey(check: Buffer, box: EnvelopeSecretBox): void {
  box.open(check, place);
}

/** The ids of the keys that stored secrets need, of at most one value a column; the check value may be lost. */
export async function keysInUse(database: Database): Promise<Buffer[]> {
  const ids: Buffer[] = [];
  for (const column of sealedColumns(database.read)) {
    const [first] = await sealedPage(database.read, column, '', 1);
    if (first !== undefined) ids.push(keyIdOf(first.sealed) ?? Buffer.alloc(0));
  }
  return ids;
}
