import { crashPoints, type CrashPoint } from './crash-points';

/** Of `FAULT_POINT`: the name of a point, and at which of its visits (1: the first). Not a setting of the service: no release reads it. */
function wantedPoint(): { name: string; visit: number } {
  const text = process.env['FAULT_POINT'] ?? '';
  const [name = '', visit = '1'] = text.split(':');
  if (name !== '' && !crashPoints.some((one) => one === name)) throw new Error(`FAULT_POINT: there is no "${name}".`);
  return { name, visit: Number(visit) };
}

let visits = 0;

/** As by a power cut: no handler runs, no buffer is written, and nothing behind this line either. */
export function dieAt(name: CrashPoint): void {
  const wanted = wantedPoint();
  if (name !== wanted.name) return;
  visits += 1;
  if (visits === wanted.visit) process.kill(process.pid, 'SIGKILL');
}
