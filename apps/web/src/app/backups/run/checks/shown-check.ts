import type { CheckDto } from '../../../api/models/check-dto';
import { bytes } from '../../../format/bytes';
import { checkWords, copyWords, notChecked, runWords, type Word } from '../../../states/words';

/** Of the damaged places the first few; more are counted. */
const shownFindings = 3;

/** One reading of one copy, as people see it. */
export interface ShownCheck {
  readonly id: string;
  readonly at: string;
  readonly where: string;
  readonly word: Word;
  /** How far it is, or what was found. */
  readonly text: string;
  readonly findings: readonly string[];
  readonly who: string;
}

export function shownCheck(check: CheckDto): ShownCheck {
  const { id, createdAt, finishedAt, destinationName, requestedBy } = check;
  return {
    id,
    at: finishedAt ?? createdAt,
    where: destinationName,
    word: wordOf(check),
    text: textOf(check),
    findings: findingsOf(check),
    who: requestedBy ?? $localize`it was its turn`,
  };
}

export const isUnderWay = ({ status }: CheckDto): boolean => status === 'queued' || status === 'running';

function wordOf({ status, level }: CheckDto): Word {
  switch (status) {
    case 'passed':
      return { word: checkWords[level] ?? notChecked, glyph: 'complete', tone: 'ok' };
    case 'damaged':
      return copyWords.damaged;
    case 'missing':
      return copyWords.missing;
    case 'failed':
      return { word: notChecked, glyph: 'triangle', tone: 'warn' };
    case 'queued':
    case 'running':
      return runWords[status];
  }
}

function textOf({ status, size, readBytes, error }: CheckDto): string {
  if (status === 'running')
    return size === null
      ? $localize`${bytes(readBytes)}:read: read`
      : $localize`${bytes(readBytes)}:read: of ${bytes(size)}:size: read`;
  if (status === 'passed') return size === null ? '' : $localize`${bytes(size)}:size: read, every hash is right`;
  return [error?.text, error?.nextStep].filter((part) => part != null).join(' ');
}

function findingsOf({ findings, findingsCount }: CheckDto): string[] {
  const shown = findings.slice(0, shownFindings).map(({ member, table, reason }) => `${table ?? member}: ${reason}`);
  const more = findingsCount - shown.length;
  if (more <= 0) return shown;
  return [...shown, more === 1 ? $localize`and 1 more place` : $localize`and ${more}:count: more places`];
}
