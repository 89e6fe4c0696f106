import type { Destination } from './destination.entity';
import { fail } from './storage.errors';

/** `credentials`: they were refused to delete; `setting`: its owner wants it so. */
export type NoDeleteReason = 'credentials' | 'setting';

/**
 * Why Stowbase deletes nothing at a destination; null: it may. There is no retention there then: the store's own rules decide, and what
 * uploads leave behind stays listed.
 */
export function noDeleteReason({
  keepsEverything,
  capabilities,
}: Pick<Destination, 'keepsEverything' | 'capabilities'>): NoDeleteReason | null {
  if (keepsEverything) return 'setting';
  return capabilities?.canDelete === false ? 'credentials' : null;
}

export const cannotDelete = ({ id, name }: Destination, reason: NoDeleteReason): Error =>
  reason === 'setting'
    ? fail('DESTINATION_CANNOT_DELETE', `By its settings nothing is deleted at ${name}.`, {
        nextStep:
          'Delete the file at the store yourself, or let Stowbase delete there in the settings of the destination.',
        more: { destinationId: id },
      })
    : fail('DESTINATION_CANNOT_DELETE', `The credentials of ${name} are not allowed to delete there.`, {
        nextStep: 'Delete the file at the store yourself, or give credentials that may delete and test the connection.',
        more: { destinationId: id },
      });
