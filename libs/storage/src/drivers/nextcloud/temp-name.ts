import { randomBytes } from 'node:crypto';

/** Names of one upload on its way: a file beside its place, and a folder among the server's own uploads. */
export interface TempNames {
  readonly tempName: string;
  readonly uploadId: string;
}

export function newTempNames(): TempNames {
  const id = randomBytes(16).toString('hex');
  return { tempName: `.stowbase-${id}.partial`, uploadId: `stowbase-${id}` };
}

export const isTempName = (name: string): boolean => /^\.stowbase-[0-9a-f]{32}\.partial$/.test(name);

export const isUploadId = (name: string): boolean => /^stowbase-[0-9a-f]{32}$/.test(name);
