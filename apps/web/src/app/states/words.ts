import type { ComponentStatus } from '../api/models/component-status';
import type { CopyStatus } from '../api/models/copy-status';
import type { ShownStatus } from '../api/models/shown-status';
import type { GlyphName } from './glyphs';
import type { Tone } from './tone';

/** A state as people see it: always word and drawing, the colour on top. */
export interface Word {
  readonly word: string;
  readonly glyph: GlyphName;
  readonly tone: Tone;
}

/** How a project is doing. */
export type ProjectState = 'protected' | 'at_risk' | 'not_protected' | 'not_set_up' | 'paused' | 'unknown';

/** How a destination is doing, from its last test. */
export type DestinationState = 'ready' | 'full' | 'probe_failed' | 'paused' | 'not_tested';

// The words of design/ux.md §4. No other word names a state anywhere (tools/web-words.spec.mjs).
export const projectWords: Record<ProjectState, Word> = {
  protected: { word: $localize`Protected`, glyph: 'shield-check', tone: 'ok' },
  at_risk: { word: $localize`At risk`, glyph: 'shield-alert', tone: 'warn' },
  not_protected: { word: $localize`Not protected`, glyph: 'shield-off', tone: 'bad' },
  not_set_up: { word: $localize`Not set up`, glyph: 'shield', tone: 'idle' },
  paused: { word: $localize`Paused`, glyph: 'paused', tone: 'idle' },
  unknown: { word: $localize`Unknown`, glyph: 'shield-unknown', tone: 'idle' },
};

export const runWords: Record<ShownStatus, Word> = {
  queued: { word: $localize`Queued`, glyph: 'hourglass', tone: 'idle' },
  running: { word: $localize`Running`, glyph: 'running', tone: 'run' },
  finishing: { word: $localize`Running, finishing`, glyph: 'running', tone: 'run' },
  complete: { word: $localize`Complete`, glyph: 'complete', tone: 'ok' },
  complete_with_gaps: { word: $localize`Complete with gaps`, glyph: 'gaps', tone: 'warn' },
  partly_stored: { word: $localize`Partly stored`, glyph: 'partly', tone: 'warn' },
  failed: { word: $localize`Failed`, glyph: 'failed', tone: 'bad' },
  cancelled: { word: $localize`Cancelled`, glyph: 'cancelled', tone: 'idle' },
  interrupted: { word: $localize`Interrupted`, glyph: 'plug', tone: 'warn' },
  missed: { word: $localize`Missed`, glyph: 'missed', tone: 'warn' },
};

export const copyWords: Record<CopyStatus, Word> = {
  pending: { word: $localize`Waiting`, glyph: 'hourglass', tone: 'idle' },
  uploading: { word: $localize`Uploading`, glyph: 'running', tone: 'run' },
  stored: { word: $localize`Stored`, glyph: 'complete', tone: 'ok' },
  failed: { word: $localize`Not stored`, glyph: 'failed', tone: 'bad' },
  delivered: { word: $localize`Delivered`, glyph: 'complete', tone: 'ok' },
  missing: { word: $localize`Missing`, glyph: 'missing', tone: 'bad' },
  damaged: { word: $localize`Damaged`, glyph: 'damaged', tone: 'bad' },
  delete_pending: { word: $localize`Delete pending`, glyph: 'delete-pending', tone: 'idle' },
  deleted: { word: $localize`Deleted`, glyph: 'delete', tone: 'idle' },
};

export const componentWords: Record<ComponentStatus | 'partly_saved', Word> = {
  saved: { word: $localize`Saved`, glyph: 'complete', tone: 'ok' },
  partly_saved: { word: $localize`Partly saved`, glyph: 'gaps', tone: 'warn' },
  empty: { word: $localize`Empty`, glyph: 'empty', tone: 'idle' },
  not_permitted: { word: $localize`Not permitted`, glyph: 'lock', tone: 'warn' },
  off: { word: $localize`Off`, glyph: 'off', tone: 'idle' },
  failed: { word: $localize`Failed`, glyph: 'failed', tone: 'bad' },
};

/** A gap with something inside: what is counted is saved, its reason names the rest. */
export const componentWord = ({ status, count }: { status: ComponentStatus; count: number }): Word =>
  componentWords[(status === 'failed' || status === 'not_permitted') && count > 0 ? 'partly_saved' : status];

export const destinationWords: Record<DestinationState, Word> = {
  ready: { word: $localize`Ready`, glyph: 'complete', tone: 'ok' },
  full: { word: $localize`Full`, glyph: 'triangle', tone: 'warn' },
  probe_failed: { word: $localize`Probe failed`, glyph: 'failed', tone: 'bad' },
  paused: { word: $localize`Paused`, glyph: 'paused', tone: 'idle' },
  not_tested: { word: $localize`Unknown`, glyph: 'empty', tone: 'idle' },
};

/** What came of something that somebody did. */
export const actionWords = {
  done: { word: $localize`Done`, glyph: 'complete', tone: 'ok' },
  refused: { word: $localize`Refused`, glyph: 'failed', tone: 'bad' },
} as const satisfies Record<string, Word>;

/** Level 0 to 3 of a check that passed; before any: Not checked. */
export const checkWords = [$localize`Size`, $localize`Checksum`, $localize`Readable`, $localize`Restored`] as const;
export const notChecked = $localize`Not checked`;
