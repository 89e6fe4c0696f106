import { StorageError } from '../storage-error';
import { isThere } from './object-steps';
import { passed, warning, type ProbeStep } from './probe-step';

export const deletionSteps: readonly ProbeStep[] = [
  {
    id: 'delete',
    needs: ['write'],
    async run(place) {
      try {
        for (const key of place.written) await place.storage.delete(key);
      } catch (cause) {
        if (!(cause instanceof StorageError && (cause.kind === 'forbidden' || cause.kind === 'locked'))) throw cause;
        return warning(
          `${cause.message} Stowbase will not delete old backups here: the rules of the storage decide.`,
          'Allow deletes if old backups should be removed by Stowbase.',
        );
      }
      place.canDelete = true;
      return passed('It was deleted.');
    },
  },
  {
    id: 'gone',
    needs: ['delete'],
    async run({ storage, keys, canDelete, facts }) {
      const there = await isThere(storage, keys.main);
      if (there && canDelete) {
        throw new StorageError(
          'unexpected',
          `"${keys.main}" was deleted, but it is still there.`,
          'Check whether a cache is in between, or whether deletes need another permission.',
        );
      }
      if (facts?.locking === true) {
        return warning(
          'New objects are locked: they stay until their date.',
          'Keep the lock shorter than the retention.',
        );
      }
      if (facts?.versioning === true) {
        return warning(
          'A delete keeps the bytes as an older version.',
          'Let a rule of the storage expire old versions.',
        );
      }
      return there ? warning('It is still there.', 'Allow deletes, or remove it by hand.') : passed('It is gone.');
    },
  },
];
