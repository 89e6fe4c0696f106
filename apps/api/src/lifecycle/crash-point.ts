import type { CrashPoint } from './crash-points';
import { dieAt } from './die-at';

/** True only in test builds; set by tools/build.mjs. Compared where it is used, so that releases lose what stands behind it. */
declare const STOWBASE_CRASH_POINTS: boolean | undefined;

/**
 * A place where a test can let the process die: with `FAULT_POINT=name` at the first visit, with `FAULT_POINT=name:3` at the third. Nothing in
 * a release: the call and its name are gone from the bundle.
 */
export function crashPoint(name: CrashPoint): void {
  if (typeof STOWBASE_CRASH_POINTS === 'boolean' && STOWBASE_CRASH_POINTS) dieAt(name);
}
