import { duration, plain, size } from '../words';

/** Where a long job is. Sizes in bytes; `totalBytes` is null when nobody can know it. */
export interface JobState {
  /** What is being done, in one or two words: `Saving rows`. */
  readonly label: string;
  readonly doneBytes: number;
  readonly totalBytes: number | null;
  /** What is in hand, such as the table's name. */
  readonly detail?: string;
}

const BAR_CELLS = 20;
/** Less than this many columns of a name tell nothing. */
const SHORTEST_CUT = 8;

/**
 * One line for a terminal of `width` columns. Never wider than that, so it can be redrawn in place;
 * the estimate of the total may be wrong, so the bar waits at 99 % until the job says it is done.
 */
export function barLine(state: JobState, seconds: number, width: number): string {
  const share = shareOf(state);
  const parts = [state.label];
  if (share !== null) parts.push(`${bar(share)} ${String(percentOf(share)).padStart(2)} %`);
  parts.push(...facts(state, seconds));
  return fitParts(parts, width - 1);
}

/** One line for a log: no bar, nothing that moves. */
export function plainLine(state: JobState, seconds: number): string {
  const share = shareOf(state);
  const parts = [share === null ? state.label : `${state.label}: ${percentOf(share)} %`];
  parts.push(...facts(state, seconds), `${duration(seconds)} so far`);
  return parts.join(', ');
}

function shareOf(state: JobState): number | null {
  if (state.totalBytes === null || state.totalBytes <= 0) return null;
  return Math.min(state.doneBytes / state.totalBytes, 0.99);
}

const percentOf = (share: number): number => Math.floor(share * 100);

function bar(share: number): string {
  const full = Math.round(share * BAR_CELLS);
  return `[${'#'.repeat(full)}${'-'.repeat(BAR_CELLS - full)}]`;
}

function facts(state: JobState, seconds: number): string[] {
  const known: string[] = [];
  if (state.doneBytes > 0) {
    const total =
      state.totalBytes !== null && state.totalBytes >= state.doneBytes ? ` of about ${size(state.totalBytes)}` : '';
    known.push(`${size(state.doneBytes)}${total}`);
    if (seconds >= 1) known.push(`${size(state.doneBytes / seconds)}/s`);
  }
  if (state.detail) known.push(plain(state.detail));
  return known;
}

/** As many parts as fit; a part is only cut when enough of it is left to tell something. */
function fitParts(parts: readonly string[], columns: number): string {
  let line = fit(parts[0] ?? '', columns);
  for (const part of parts.slice(1)) {
    const room = columns - widthOf(line) - 2;
    if (widthOf(part) > room && (room < SHORTEST_CUT || part !== parts.at(-1))) break;
    line += `  ${fit(part, room)}`;
  }
  return line;
}

const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + columnsOf(char), 0);
const columnsOf = (char: string): number => (char < '\u007f' ? 1 : 2);

/** Cuts to `columns`; a character outside ASCII counts as two, as some are drawn that wide. */
function fit(text: string, columns: number): string {
  let used = 0;
  let cut = '';
  for (const char of text) {
    used += columnsOf(char);
    if (used > columns) return cut;
    cut += char;
  }
  return cut;
}
