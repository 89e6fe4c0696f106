import type { ProxyFault } from '@stowbase/storage/testing';
import type { RecordsEngine } from '../../crash/testing/crash-records';
import type { FaultPoint, PlaceName } from '../../crash/testing/crash-world';
import { Seeded } from './seeded';

/** What goes wrong, or what somebody asks for, so many milliseconds after the start. */
export type Step = { readonly at: number } & (
  | { readonly ask: 'backup'; readonly project: 0 | 1; readonly all: boolean; readonly to: readonly PlaceName[] }
  | { readonly ask: 'cancel' | 'delete' | 'copy' }
  | { readonly process: 'SIGKILL' | 'SIGTERM' }
  | { readonly process: 'freeze'; readonly forMs: number }
  | { readonly sessions: 'terminated' }
  | { readonly table: 'locked'; readonly forMs: number }
  | { readonly wire: 'database' | 'bucket' | 'records'; readonly fault: ProxyFault; readonly forMs: number }
  | { readonly requests: 500 | 503 | 'reset' | 'lost'; readonly count: number }
  | { readonly recordsFull: true; readonly forMs: number }
);

/** One run of the service among faults; the seed says all of it. */
export interface FaultPlan {
  readonly seed: number;
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** The process is killed when nothing is under way any more, or soon after; else in the midst of it. */
  readonly endsAtRest: boolean;
}

/** Within so many milliseconds everything begins to go wrong. */
export const runMs = 2_200;

const points: readonly FaultPoint[] = [
  'run/claimed',
  'run/snapshot',
  'run/committing',
  'run/settled',
  'run/before-finish',
  'upload/recorded',
  'upload/mib-sent:3',
  'upload/before-publish',
  'upload/published',
  'upload/named',
  'upload/aborted',
  'sweep/looked',
  'sweep/unfinished-removed',
  'delete/object-gone',
  'copy/committing',
  'copy/checked',
];

export function faultPlan(seed: number, engine: RecordsEngine): FaultPlan {
  const random = new Seeded(seed);
  const env: Record<string, string> = {};
  if (random.chance(0.25)) env['FAULT_POINT'] = random.one(points);
  if (random.chance(0.2)) {
    env['FAULT_DISK'] = random.one(['ENOSPC:300000', 'ENOSPC:3000000', 'EIO:500000', 'EIO:sync', 'EDQUOT:100000']);
  }
  const steps: Step[] = [];
  for (const project of [0, 1] as const) {
    if (project === 1 && random.chance(0.5)) continue;
    const to = random.one<readonly PlaceName[]>([['disk'], ['bucket'], ['disk', 'bucket'], ['disk', 'bucket']]);
    steps.push({ at: random.between(0, 300), ask: 'backup', project, all: random.chance(0.25), to });
  }
  for (const ask of ['cancel', 'delete', 'copy'] as const) {
    if (random.chance(0.3)) steps.push({ at: random.between(100, runMs), ask });
  }
  for (let count = random.between(1, 3); count > 0; count -= 1) steps.push(oneFault(random, engine));
  return { seed, env, steps: steps.sort((a, b) => a.at - b.at), endsAtRest: random.chance(0.75) };
}

function oneFault(random: Seeded, engine: RecordsEngine): Step {
  const at = random.between(0, runMs - 400);
  const forMs = random.between(100, 1_200);
  switch (random.between(0, engine === 'postgres' ? 9 : 8)) {
    case 0:
      return { at, process: random.one(['SIGKILL', 'SIGTERM'] as const) };
    case 1:
      return { at, process: 'freeze', forMs };
    case 2:
      return { at, sessions: 'terminated' };
    case 3:
      return { at, table: 'locked', forMs };
    case 4:
      return { at, wire: 'database', fault: wireFault(random, 'down'), forMs };
    case 5:
      return { at, wire: 'bucket', fault: wireFault(random, random.one(['up', 'down'] as const)), forMs };
    case 6:
    case 7:
      return { at, requests: random.one([500, 503, 'reset', 'lost'] as const), count: random.between(1, 8) };
    case 8:
      return { at, recordsFull: true, forMs };
    default:
      return { at, wire: 'records', fault: wireFault(random, 'down'), forMs };
  }
}

function wireFault(random: Seeded, way: 'up' | 'down'): ProxyFault {
  const afterBytes = random.one([0, 500, 50_000, 700_000]);
  switch (random.between(0, 3)) {
    case 0:
      return { kind: 'refuse' };
    case 1:
      return { kind: 'stall', way, afterBytes };
    case 2:
      return { kind: 'lose-reply', times: 1 };
    default:
      return { kind: 'cut', way, afterBytes };
  }
}
