import { delimiter, resolve } from 'node:path';
import type { DriverContext, Environment } from '@stowbase/storage';
import { plainConnect } from './plain-connect';

/** Other addresses than the providers' own. No variable and no option sets them: only the entry of tests fills them in. */
export const providerEndpoints: Record<string, string> = {};

/** As the service has it: the same folders are open for backups, and its own data (where DATA_DIR says so) is not. */
export function destinationContext(env: Environment): DriverContext {
  const roots = (env['LOCAL_STORAGE_ROOTS'] ?? '').split(delimiter).filter((root) => root.trim() !== '');
  const data = env['DATA_DIR']?.trim() ?? '';
  return {
    connect: plainConnect,
    localRoots: (roots.length === 0 ? ['./backups'] : roots).map((root) => resolve(root.trim())),
    forbiddenRoots: data === '' ? [] : [resolve(data)],
    endpoints: providerEndpoints,
  };
}
