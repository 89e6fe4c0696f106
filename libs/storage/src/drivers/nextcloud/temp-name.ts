import { randomBytes } from 'node:crypto';

/** Names of one upload on its way: a file beside its place, and a folder among the server's own uploads. */
export interface TempNames {
  readonly tempName: string;
  readonly uploadId: string;
}

const namesBy = (id: string): TempNames => ({ tempName: `.stowbase-${id}.partial`, uploadId: `stowbase-${id}` });

export const newTempNames = (): TempNames => namesBy(randomBytes(16).toString('hex'));

export const isTempName = (name: string): boolean => /^\.stowbase-[0-9a-f]{32}\.partial$/.test(name);

export const isUploadId = (name: string): boolean => /^stowbase-[0-9a-f]{32}$/.test(name);

/** Both by one of them; null for any other name. */
export function tempNamesOf(name: string): TempNames | null {
  const id = isTempName(name) || isUploadId(name) ? /[0-9a-f]{32}/.exec(name)?.[0] : undefined;
  return id === undefined ? null : namesBy(id);
}
