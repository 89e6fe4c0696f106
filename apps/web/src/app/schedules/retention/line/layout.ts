import type { Lane, LaneName, LineBackup } from './line-backup';
import { timeScale, type TimeScale } from './time-scale';

/** The measures of design/screens/README.md, "Retention line". Pixels. */
export const line = { top: 28, pitch: 34, dot: 3.5, cross: 6, pill: 9, ring: 6.5, foot: 14, right: 44 } as const;

/** A backup in one of its lanes. */
export interface Dot {
  readonly backup: LineBackup;
  readonly lane: LaneName;
  readonly x: number;
  readonly y: number;
}

export interface LineLayout {
  readonly lanes: readonly (Lane & { readonly y: number; readonly dots: readonly Dot[] })[];
  readonly scale: TimeScale;
  /** Around those that nothing deletes; null: there are none. */
  readonly pill: { readonly x: number; readonly y: number; readonly width: number } | null;
  readonly left: number;
  readonly today: number;
  readonly height: number;
}

/** @param width of the place it has, pixels */
export function layOutLine(
  { backups, lanes, now, zone }: { backups: readonly LineBackup[]; lanes: readonly Lane[]; now: Date; zone: string },
  width: number,
): LineLayout {
  const left = width < 560 ? 112 : 144;
  const oldest = new Date(Math.min(now.getTime(), ...backups.map(({ at }) => at.getTime())));
  const today = Math.max(left + 60, width - line.right);
  const scale = timeScale(oldest, now, today - left, zone);
  const placed = lanes.map((lane, n) => {
    const y = line.top + n * line.pitch + line.pitch / 2;
    const own = backups.filter((backup) => backup.lanes.includes(lane.name));
    const dots = own.map((backup): Dot => ({ backup, lane: lane.name, x: left + scale.x(backup.at), y }));
    return { ...lane, y, dots: dots.toSorted((a, b) => a.x - b.x) };
  });
  return {
    lanes: placed,
    scale,
    left,
    today,
    pill: pillOf(placed.find(({ dots }) => dots.some(({ backup }) => backup.isLocked))?.dots ?? []),
    height: line.top + lanes.length * line.pitch + line.foot,
  };
}

/** In the first lane that has any of them. */
function pillOf(dots: readonly Dot[]): LineLayout['pill'] {
  const locked = dots.filter(({ backup }) => backup.isLocked);
  const [first, last] = [locked[0], locked.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { x: first.x - line.pill, y: first.y - line.pill, width: last.x - first.x + 2 * line.pill };
}

/** The dot beside this one, in its lane or in the next that has any; itself where there is none. */
export function neighbour({ lanes }: LineLayout, dot: Dot, key: string): Dot {
  const rows = lanes.filter(({ dots }) => dots.length > 0);
  const row = rows.findIndex(({ name }) => name === dot.lane);
  const dots = rows[row]?.dots ?? [];
  const at = dots.findIndex(({ backup }) => backup === dot.backup);
  switch (key) {
    case 'ArrowLeft':
      return dots[at - 1] ?? dot;
    case 'ArrowRight':
      return dots[at + 1] ?? dot;
    case 'Home':
      return dots[0] ?? dot;
    case 'End':
      return dots.at(-1) ?? dot;
    case 'ArrowUp':
      return nearest(rows[row - 1]?.dots ?? [], dot);
    default:
      return nearest(rows[row + 1]?.dots ?? [], dot);
  }
}

export function nearest(dots: readonly Dot[], to: Dot): Dot {
  return dots.toSorted((a, b) => Math.abs(a.x - to.x) - Math.abs(b.x - to.x))[0] ?? to;
}
