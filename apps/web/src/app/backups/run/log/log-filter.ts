import type { LogLevel } from '../../../api/models/log-level';
import type { RunLogLineDto } from '../../../api/models/run-log-line-dto';
import type { LogGroup } from './log-groups';

export interface LogFilter {
  readonly level: LogLevel | null;
  readonly search: string;
}

export const isFiltering = ({ level, search }: LogFilter): boolean => level !== null || search.trim() !== '';

/** The lines that match, in the groups that have any; without a filter every group. */
export function filterLog(groups: readonly LogGroup[], filter: LogFilter): readonly LogGroup[] {
  if (!isFiltering(filter)) return groups;
  const wanted = filter.search.trim().toLowerCase();
  const matches = ({ level, text, code }: RunLogLineDto): boolean =>
    (filter.level === null || level === filter.level) &&
    (text.toLowerCase().includes(wanted) || code.toLowerCase().includes(wanted));
  return groups
    .map((group) => ({ ...group, lines: group.lines.filter(matches) }))
    .filter(({ lines }) => lines.length > 0);
}

/** The log as a text file: one line each, as `2026-11-24T07:30:00.000Z WARNING NOT_ENCRYPTED …`. */
export const logText = (lines: readonly RunLogLineDto[]): string =>
  lines.map(({ at, level, code, text }) => `${at} ${level.toUpperCase()} ${code} ${text}\n`).join('');
