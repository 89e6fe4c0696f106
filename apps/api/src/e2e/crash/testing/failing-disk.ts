import promises, { type FileHandle } from 'node:fs/promises';

/**
 * Backups on the disk fail from now on. Before `syncBuiltinESMExports`.
 * @param wanted `ENOSPC:1000000`: after so many bytes; `EIO:sync`: when they are to be made safe; undefined: they don't
 */
export function failDisk(wanted: string | undefined): void {
  if (wanted === undefined) return;
  const [code = 'EIO', when = 'sync'] = wanted.split(':');
  const failure = (): Error => Object.assign(new Error(`${code}: by the test`), { code });
  const open = promises.open.bind(promises);
  let left = when === 'sync' ? Infinity : Number(when);
  promises.open = async (path, flags, mode) => {
    const handle = await open(path, flags, mode);
    if (!String(path).endsWith('.partial')) return handle;
    const write = handle.write.bind(handle) as (...args: unknown[]) => Promise<unknown>;
    const failing = async (...args: unknown[]): Promise<unknown> => {
      left -= typeof args[2] === 'number' ? args[2] : 0;
      if (left < 0) throw failure();
      return write(...args);
    };
    const unsafe = when === 'sync' ? { sync: () => Promise.reject(failure()) } : {};
    return Object.assign(handle, { write: failing as FileHandle['write'], ...unsafe });
  };
}
