import type { AnyDriver } from './driver';

/** Every type of storage: a folder in `drivers/`, and a line here. */
export const drivers: readonly AnyDriver[] = [];
