// The service as it is, with what only tests want: one more crash point, inside a driver; a disk that fails; a clock that is off; minutes that are
// seconds. No build has it.
import 'reflect-metadata';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dieAt } from '../../../lifecycle/die-at';
import { failDisk } from './failing-disk';
import { shiftClock } from './shifted-clock';

const remove = promises.rm.bind(promises);
// A file that has its final name is removed under its temporary one: the only time that such a one is more than one name of a file.
promises.rm = async (path, options) => {
  if (String(path).endsWith('.partial') && (await promises.stat(path)).nlink > 1) dieAt('upload/named');
  await remove(path, options);
};
failDisk(process.env['FAULT_DISK']);
shiftClock(process.env['FAULT_CLOCK_HOURS']);
// What needs metadata is imported when the metadata is there: a program in parts reads the parts before its own lines.
(await import('../../processes/testing/short-times')).shortTimes(process.env['TEST_TIMES']);
syncBuiltinESMExports();
await import('../../../boot');
