import { In, type EntityManager } from 'typeorm';
import type { NewRun } from '../../backups/transitions/claim';
import { Destination } from '../../storage/destination.entity';

/**
 * Where a scheduled run goes. One that takes no backups now is named with the reason and stays a copy that isn't stored: a backup that went to
 * fewer places than it should is never shown as complete.
 */
export async function destinationsOfRun(
  manager: EntityManager,
  ids: readonly string[],
): Promise<NewRun['destinations']> {
  const rows = await manager.findBy(Destination, { id: In([...ids]) });
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) return { id, name: 'a deleted destination', refused: refusals.gone };
    if (row.closing) return { id, name: row.name, refused: refusals.closing };
    return row.enabled ? { id, name: row.name } : { id, name: row.name, refused: refusals.disabled };
  });
}

const refusals = {
  gone: { code: 'DESTINATION_NOT_FOUND', text: 'The destination was deleted.' },
  closing: { code: 'DESTINATION_CLOSING', text: 'The destination is being deleted.' },
  disabled: { code: 'DESTINATION_DISABLED', text: 'The destination is disabled: backups don’t go there.' },
} as const;
