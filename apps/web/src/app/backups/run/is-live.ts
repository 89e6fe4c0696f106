import type { ShownStatus } from '../../api/models/shown-status';

/** It has not ended yet. */
export const isLive = ({ shownStatus }: { readonly shownStatus: ShownStatus }): boolean =>
  shownStatus === 'queued' || shownStatus === 'running' || shownStatus === 'finishing';

/** There is a whole archive, wherever it lies. */
export const isWhole = ({ shownStatus }: { readonly shownStatus: ShownStatus }): boolean =>
  shownStatus === 'complete' || shownStatus === 'complete_with_gaps' || shownStatus === 'partly_stored';
