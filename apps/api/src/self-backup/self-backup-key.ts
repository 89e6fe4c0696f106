import { randomBytes } from 'node:crypto';

/**
 * `stowbase-service/<YYYY>/stowbase-service_<YYYYMMDDTHHMMSSZ>_<16 hex>.age`, without encryption `.zst`. No archive ends so, and nothing that
 * looks for archives, leftovers or probes takes it for one of those.
 */
export function selfBackupKey(now: Date, encrypted: boolean): string {
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  const name = `${folder}_${time}_${randomBytes(8).toString('hex')}.${encrypted ? 'age' : 'zst'}`;
  return `${folder}/${now.getUTCFullYear()}/${name}`;
}

const folder = 'stowbase-service';
const pattern = /(?:^|\/)stowbase-service_\d{8}T\d{6}Z_[0-9a-f]{16}\.(?:age|zst)$/;

export const isSelfBackupKey = (key: string): boolean => pattern.test(key);
