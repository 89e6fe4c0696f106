import type { BackupOptions } from '../backups/backup-options';
import { fail } from '../errors/common.errors';
import type { BackupOptionsDto } from './backup-options.dto';

const standardLevels = { zstd: 3, gzip: 6 } as const;

/**
 * The options asked for, over those that hold without them.
 * @param path of the options in the body, for the error
 * @throws ApiError `INVALID_INPUT`: gzip has levels 1 to 9
 */
export function mergeOptions(
  base: BackupOptions,
  asked: BackupOptionsDto | undefined,
  path = 'options',
): BackupOptions {
  if (asked === undefined) return base;
  const method = asked.compression ?? base.compression.method;
  const level =
    asked.compressionLevel ?? (method === base.compression.method ? base.compression.level : standardLevels[method]);
  if (method === 'gzip' && level > 9)
    throw fail('INVALID_INPUT', 'The level of gzip goes from 1 to 9.', {
      field: `${path}.compressionLevel`,
      nextStep: 'Choose a level from 1 to 9.',
    });
  return {
    compression: { method, level },
    history: asked.history ?? base.history,
    excludeSchemas: asked.excludeSchemas ?? base.excludeSchemas,
    excludeTables: asked.excludeTables ?? base.excludeTables,
    jobs: asked.jobs ?? base.jobs,
    lockWaitSeconds: asked.lockWaitSeconds ?? base.lockWaitSeconds,
  };
}
