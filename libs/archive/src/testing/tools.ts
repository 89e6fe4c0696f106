import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a command of this name can be run here. */
export function hasTool(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      // ENOENT or EACCES: not in this folder
      return false;
    }
  });
}
