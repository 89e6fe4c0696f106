// The service as it is, with one more point: inside a driver, where no point of the service itself can be. For tests; no build has it.
import 'reflect-metadata';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dieAt } from '../../../lifecycle/die-at';

const remove = promises.rm.bind(promises);
// A file that has its final name is removed under its temporary one: the only time that such a one is more than one name of a file.
promises.rm = async (path, options) => {
  if (String(path).endsWith('.partial') && (await promises.stat(path)).nlink > 1) dieAt('upload/named');
  await remove(path, options);
};
syncBuiltinESMExports();
await import('../../../boot');
