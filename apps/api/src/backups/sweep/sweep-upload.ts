import type { Storage, UploadState } from '@stowbase/storage';

/**
 * Removes what an upload left. A driver is asked only with a state that it gave itself: an object that a listing found, or one of a driver
 * that had nothing to tell, has none, and drivers refuse an empty one.
 */
export async function sweepUpload(storage: Storage, key: string, state: UploadState | null): Promise<void> {
  if (state !== null && Object.keys(state).length > 0) await storage.sweep(key, state);
}
