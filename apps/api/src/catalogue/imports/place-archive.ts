import type { EntityManager } from 'typeorm';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { Backup, liveStatuses } from '../../backups/backup.entity';
import type { ImportItemKind } from '../import-item.entity';
import type { ReadArchive } from './read-archive';

/** What the records say of an archive that was found. */
export interface Placed {
  readonly kind: Extract<
    ImportItemKind,
    'new' | 'copy' | 'again' | 'moved' | 'known' | 'other_attempt' | 'forgotten' | 'damaged'
  >;
  readonly backup: Backup | null;
  /** The row that it belongs to; null: there is none yet. */
  readonly copy: BackupCopy | null;
  readonly text: string | null;
}

/** @param isGone whether nothing lies at a key any more */
export async function placeArchive(
  manager: EntityManager,
  destinationId: string,
  { manifest: { backupId, attempt }, object }: ReadArchive,
  isGone: (key: string) => Promise<boolean>,
): Promise<Placed> {
  const backup = await manager.findOneBy(Backup, { id: backupId });
  if (backup === null) return { kind: 'new', backup, copy: null, text: null };
  const placed = (kind: Placed['kind'], copy: BackupCopy | null = null, text: string | null = null): Placed => ({
    ...{ kind, backup, copy, text },
  });
  if (liveStatuses.includes(backup.status)) return placed('known', null, 'Its backup is under way.');
  if (backup.deletedAt !== null) return placed('forgotten', null, 'The backup was deleted here.');
  if (backup.status !== 'succeeded') return placed('forgotten', null, `The backup is ${backup.status} here.`);
  if (backup.attempt !== attempt) {
    return placed(
      'other_attempt',
      null,
      `The backup kept its attempt ${backup.attempt}, and this is attempt ${attempt}.`,
    );
  }
  if (backup.storedBytes !== object.size) {
    return placed('damaged', null, `It has ${object.size} bytes; the backup has ${backup.storedBytes ?? 0}.`);
  }
  const here = await manager.find(BackupCopy, {
    where: { backupId, destinationId, attempt },
    order: { createdAt: 'DESC', id: 'DESC' },
  });
  const mine = here.find(({ key }) => key === object.key);
  if (mine?.status === 'missing') return placed('again', mine);
  const lying = here.find(({ status }) =>
    ['stored', 'damaged', 'delete_pending', 'uploading', 'pending'].includes(status),
  );
  if (lying !== undefined) {
    const elsewhere = lying.status === 'stored' && lying.key !== object.key ? lying.key : null;
    if (elsewhere !== null && (await isGone(elsewhere))) return placed('moved', lying, `It lay at ${elsewhere}.`);
    const twice = lying.key === object.key ? null : `The same backup lies at ${lying.key ?? 'another key'} too.`;
    return placed('known', lying, twice);
  }
  const missing = here.find(({ status }) => status === 'missing');
  if (missing !== undefined) return placed('moved', missing, `It lay at ${missing.key ?? ''}.`);
  if (mine?.status === 'deleted') return placed('forgotten', mine, 'This copy was deleted here.');
  return placed('copy', mine ?? null);
}
