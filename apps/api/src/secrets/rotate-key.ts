import type { Database } from '../database/database';
import type { EnvelopeSecretBox } from './envelope-secret-box';
import { sealedColumns, sealedPage } from './sealed-columns';
import { crashPoint } from '../lifecycle/crash-point';

/** Rows of a transaction. */
const page = 100;

/**
 * Seals everything again that isn't sealed with the current key. Can be stopped and begun again anywhere: each value says which key it has.
 * @returns how many were sealed again
 * @throws SecretError when one can't be opened; those before it stay sealed anew
 */
export async function rotateKey(database: Database, box: EnvelopeSecretBox): Promise<number> {
  let count = 0;
  for (const column of sealedColumns(database.read)) {
    const { entity, table, column: name, property } = column;
    let after = '';
    for (;;) {
      const rows = await sealedPage(database.read, column, after, page);
      const old = rows.filter(({ sealed }) => !box.isCurrent(sealed));
      await database.write(async (manager) => {
        for (const { id, sealed } of old) {
          const place = { table, column: name, rowId: id };
          await manager.update(entity, { id }, { [property]: box.seal(box.open(sealed, place), place) });
        }
      });
      if (old.length > 0) crashPoint('rotate/column-half');
      count += old.length;
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.id;
    }
  }
  return count;
}
