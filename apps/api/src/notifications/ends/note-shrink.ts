import type { EntityManager } from 'typeorm';
import { NotificationEvent } from '../notification-event.entity';
import type { OccurrenceFacts } from '../occurrence';
import { readThresholds } from '../watch/thresholds';
import type { EarlierEnd } from './earlier-ends';
import type { EndedRun } from './note-run';

/** So many good ones before it say what is usual. */
const compared = 5;

/**
 * Far less data than usual: something may have been deleted in the project. Told once for a drop: what stays small is compared with the
 * first small one.
 */
export async function noteShrink(
  manager: EntityManager,
  run: EndedRun,
  earlier: readonly EarlierEnd[],
  note: (facts: OccurrenceFacts) => Promise<void>,
): Promise<void> {
  const { rawBytes } = run;
  const sizes = earlier
    .filter(({ status, type }) => status === 'succeeded' && type === run.type)
    .filter((each): each is EarlierEnd & { rawBytes: number } => each.rawBytes !== null)
    .slice(0, compared);
  const [last] = sizes;
  if (rawBytes === null || last === undefined) return;
  const { shrinkPercent } = await readThresholds(manager);
  const isToldAlready = await manager.existsBy(NotificationEvent, { key: `backup.shrunk:${last.id}` });
  const usualBytes = isToldAlready ? last.rawBytes : median(sizes.map((each) => each.rawBytes));
  if (rawBytes * 100 < usualBytes * shrinkPercent) await note({ rawBytes, usualBytes });
}

/** Of an even number the mean of the two in the middle. @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (upper + lower) / 2;
}
