import { StorageError } from '../../storage-error';

/** Where a destination lies, by its settings. */
export interface Place {
  readonly folderId: string | undefined;
  readonly sharedDriveId: string | undefined;
  /** Signed in by a service account. */
  readonly service: boolean;
}

const nameOf = ({ folderId, sharedDriveId }: Place): string => {
  if (folderId !== undefined) return `The folder "${folderId}"`;
  return sharedDriveId === undefined ? 'The folder "Stowbase"' : `The Shared Drive "${sharedDriveId}"`;
};

const fieldOf = ({ folderId, sharedDriveId }: Place): string =>
  folderId === undefined && sharedDriveId !== undefined ? 'sharedDriveId' : 'folderId';

const wrong = (place: Place, what: string, nextStep: string, cause?: unknown): StorageError =>
  new StorageError('invalid-config', `${nameOf(place)} ${what}.`, nextStep, { field: fieldOf(place), cause });

/** Google says the same of what doesn't exist and of what this sign-in may not know of. */
export const folderMissing = (place: Place, cause: unknown): StorageError =>
  wrong(
    place,
    'is not there, or this sign-in can not see it',
    place.service
      ? 'Check the id, and make the service account a member of the Shared Drive.'
      : 'Check the id. By your account Stowbase sees only folders that it made: leave the field empty to have one made.',
    cause,
  );

export const folderNotOurs = (place: Place, cause: unknown): StorageError =>
  new StorageError(
    'forbidden',
    `${nameOf(place)} is there, but this sign-in has no access to it.`,
    'Share it with the account that signs in, as an editor.',
    { field: fieldOf(place), cause },
  );

export const readOnly = (place: Place): StorageError =>
  new StorageError(
    'forbidden',
    `${nameOf(place)} may only be read by this account, not written to.`,
    place.service
      ? 'Make the service account a Manager of the Shared Drive.'
      : 'Let its owner make the account an editor, or choose another folder.',
    { field: fieldOf(place) },
  );

export const folderTrashed = (place: Place): StorageError =>
  wrong(place, 'lies in the bin of Google Drive', 'Restore it there; the backups in it come back with it.');

export const noFolder = (place: Place): StorageError =>
  wrong(place, 'is a file', 'Enter the id of a folder: open it in Google Drive and copy what stands behind /folders/.');

export const inMyDrive = (place: Place): StorageError =>
  wrong(
    place,
    'lies in the My Drive of somebody: a service account has no space of its own, so it can not write there',
    'Choose a folder of the Shared Drive, or sign in by your own account.',
  );

export const inAnotherDrive = (place: Place): StorageError =>
  wrong(
    place,
    place.sharedDriveId === undefined ? 'lies in a Shared Drive' : 'does not lie in the given Shared Drive',
    "Enter the id of the folder's own Shared Drive, too; leave that field empty for a folder of My Drive.",
  );
