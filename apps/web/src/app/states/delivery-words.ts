import type { DeliveryState } from '../api/models/delivery-state';
import type { Word } from './words';

/** What became of a message (design/ux.md §4, "action result"). */
export const deliveryWords: Readonly<Record<DeliveryState, Word>> = {
  waiting: { word: $localize`Waiting`, glyph: 'hourglass', tone: 'idle' },
  delivered: { word: $localize`Delivered`, glyph: 'complete', tone: 'ok' },
  not_delivered: { word: $localize`Not delivered`, glyph: 'failed', tone: 'bad' },
};
