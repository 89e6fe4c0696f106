import { copyWords, runWords, type Word } from '../../states/words';
import type { BoxState } from './pipeline-view';

/** The mark of a box, and the word that is read in its place. */
export const boxWords: Readonly<Record<BoxState, Word>> = {
  waiting: { ...copyWords.pending, glyph: 'empty' },
  running: runWords.running,
  stalled: { word: $localize`Running, stalled`, glyph: 'triangle', tone: 'warn' },
  done: runWords.complete,
  failed: runWords.failed,
  stopped: runWords.cancelled,
  off: { word: $localize`Off`, glyph: 'off', tone: 'idle' },
};
