import { StorageError } from '../../storage-error';

const again = 'Start the backup again, or copy it from another destination.';

/** What came is gone there, and no longer here. `bytes` had been acknowledged. */
export const bytesLost = (key: string, bytes: number): StorageError =>
  new StorageError(
    'unreachable',
    `Google Drive lost the upload of "${key}" after ${bytes} bytes, which are no longer in memory: this copy can not go on.`,
    again,
  );

export const lostTwice = (key: string): StorageError =>
  new StorageError('unreachable', `Google Drive lost the upload of "${key}" twice.`, again);

/** A file is there although its length was never told. */
export const endedEarly = (key: string): StorageError =>
  new StorageError('damaged', `Google Drive ended the upload of "${key}" before it was whole.`, again);

export const moreThanSent = (key: string, bytes: number): StorageError =>
  new StorageError('damaged', `Google Drive says that it has ${bytes} bytes of "${key}", more than were sent.`, again);

/** It answers, but takes nothing. */
export const nothingTaken = (key: string): StorageError =>
  new StorageError('unreachable', `Google Drive took no bytes of "${key}", although it answered.`, again);
