import { createHash } from 'node:crypto';

/** Milliseconds by which this schedule's slots are put off: always the same, so that their order stays. */
export function jitterOf(scheduleId: string, jitterSeconds: number): number {
  if (jitterSeconds === 0) return 0;
  const drawn = createHash('sha256').update(scheduleId).digest().readUInt32BE(0);
  return (drawn % jitterSeconds) * 1000;
}
