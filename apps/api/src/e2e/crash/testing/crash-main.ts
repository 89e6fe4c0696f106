// The service as it is, which says `AT <point>` at one point of its work and waits there for being killed. For tests; no build has it.
// node crash-main.mjs [point]
import 'reflect-metadata';

const { stopAt } = await import('./crash-points');
stopAt(process.argv[2]);
await import('../../../boot');
