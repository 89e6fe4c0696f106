// A process that takes the guard of a data folder and says so, until it is ended.
import { InstanceGuard } from '../instance-guard';

InstanceGuard.take(process.argv[2] ?? '');
process.stdout.write('held\n');
setInterval(() => undefined, 60_000);
