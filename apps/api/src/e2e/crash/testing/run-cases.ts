import type { FaultPoint, Wanted } from './crash-world';

/** A backup whose service dies at the point. */
export interface RunCase {
  readonly point: FaultPoint;
  /** How often it was begun in the end: what was whole by then is kept. */
  readonly attempts: 1 | 2;
  readonly wanted?: Wanted;
}

/** In the order of one backup's life. */
export const runCases: readonly RunCase[] = [
  { point: 'run/queued', attempts: 1 },
  { point: 'run/claimed', attempts: 2 },
  { point: 'run/begun', attempts: 2 },
  { point: 'run/connected', attempts: 2 },
  { point: 'run/snapshot', attempts: 2 },
  { point: 'upload/recorded', attempts: 2 },
  { point: 'upload/begun', attempts: 2 },
  { point: 'upload/mib-sent:2', attempts: 2, wanted: { all: true } },
  { point: 'upload/mib-sent:7', attempts: 2, wanted: { all: true, to: ['bucket'] } },
  { point: 'upload/before-end', attempts: 2 },
  { point: 'upload/after-end', attempts: 2, wanted: { to: ['bucket'] } },
  { point: 'run/drained', attempts: 2, wanted: { to: ['bucket'] } },
  { point: 'run/committing', attempts: 2 },
  { point: 'upload/before-publish', attempts: 2, wanted: { all: true, to: ['bucket'] } },
  { point: 'upload/named', attempts: 1 },
  { point: 'upload/published', attempts: 1, wanted: { all: true, to: ['bucket'] } },
  { point: 'run/published', attempts: 1, wanted: { to: ['disk', 'bucket'] } },
  { point: 'run/settled', attempts: 1, wanted: { to: ['disk', 'bucket'] } },
  { point: 'run/before-finish', attempts: 1 },
  { point: 'run/finished', attempts: 1 },
];

/** Those that have a case of their own below. */
export const otherRunPoints = [
  'run/inserted',
  'run/cancel-requested',
  'run/queued-again',
  'upload/aborted',
  'direct/begun',
  'direct/ready',
  'sweep/taken-over',
  'sweep/looked',
  'sweep/adopted',
] as const;
