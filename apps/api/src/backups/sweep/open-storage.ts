import type { Storage } from '@stowbase/storage';

/** Opens a destination's storage for one use: `Destinations.open`. */
export type OpenStorage = (destinationId: string) => Promise<Storage>;
