import type { ImportItemKind } from '../../api/models/import-item-kind';
import type { ImportJobDto } from '../../api/models/import-job-dto';
import type { Tone } from '../../states/tone';

interface Kind {
  readonly kind: ImportItemKind;
  /** What a look found. */
  readonly found: string;
  /** What was done about it; missing: nothing is. */
  readonly added?: string;
  readonly tone: Tone;
}

/** What an object there is to the records, what matters most first. */
const kinds: readonly Kind[] = [
  { kind: 'new', found: $localize`Backups that are not in the records`, added: $localize`Backups added`, tone: 'run' },
  { kind: 'copy', found: $localize`Further copies of backups`, added: $localize`Copies added`, tone: 'run' },
  {
    kind: 'again',
    found: $localize`Copies that were missing and are there`,
    added: $localize`Copies that are there again`,
    tone: 'run',
  },
  {
    kind: 'moved',
    found: $localize`Missing copies under another name`,
    added: $localize`Missing copies found`,
    tone: 'run',
  },
  { kind: 'gone', found: $localize`Copies that are not there any more`, tone: 'bad' },
  { kind: 'damaged', found: $localize`Archives that are damaged`, tone: 'bad' },
  { kind: 'incomplete', found: $localize`Archives without an end`, tone: 'warn' },
  { kind: 'unread', found: $localize`Could not be read`, tone: 'warn' },
  { kind: 'unsupported', found: $localize`Archives of a newer version`, tone: 'warn' },
  { kind: 'known', found: $localize`In the records already`, tone: 'ok' },
  { kind: 'other_attempt', found: $localize`Of runs that kept another attempt`, tone: 'idle' },
  { kind: 'forgotten', found: $localize`Of backups that were deleted here, or failed`, tone: 'idle' },
  { kind: 'service', found: $localize`Backups of Stowbase itself`, tone: 'idle' },
  { kind: 'foreign', found: $localize`Other files, left alone`, tone: 'idle' },
];

export interface FoundKind {
  readonly kind: ImportItemKind;
  readonly text: string;
  readonly count: number;
  readonly tone: Tone;
}

/** In the order in which they matter. */
export function foundKinds({ counts, mode }: ImportJobDto): FoundKind[] {
  const numbers = new Map(counts.map(({ kind, count }) => [kind, count]));
  return kinds.flatMap(({ kind, found, added, tone }) => {
    const count = numbers.get(kind) ?? 0;
    if (count === 0) return [];
    const isAdded = mode === 'add' && added !== undefined;
    return [{ kind, text: isAdded ? added : found, count, tone: isAdded ? 'ok' : tone }];
  });
}

/** How many of what was found would be written down. */
export function addable({ counts }: ImportJobDto): number {
  const wanted = new Set(kinds.filter(({ added }) => added !== undefined).map(({ kind }) => kind));
  return counts.reduce((sum, { kind, count }) => sum + (wanted.has(kind) ? count : 0), 0);
}

export const isUnderWay = ({ status }: ImportJobDto): boolean => status === 'queued' || status === 'running';
