import type { DestinationDto } from '../api/models/destination-dto';

/** What no-delete mode means there, and why it is on. */
export const noDeleteText = ({ keepsEverything }: DestinationDto): string =>
  keepsEverything
    ? $localize`No-delete mode, by its settings: Stowbase never frees space there, the rules of the store decide what goes.`
    : $localize`No-delete mode, because its credentials can’t delete: Stowbase never frees space there, the rules of the store decide what goes.`;
