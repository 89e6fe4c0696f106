import { setFlagsFromString } from 'node:v8';

/**
 * A backup makes one short-lived buffer for each read of pg_dump's output, outside of V8's heap, which itself stays near 12 MB.
 * Left alone, V8 collects everything again each few MB of them; a young generation that stays small frees them early, and a
 * heap that may grow five-fold waits for it. 13 % less CPU time and no more memory, on `npm run bench`.
 */
export function tuneGarbageCollection(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=400');
}
