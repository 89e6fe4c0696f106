import type { Provider } from '@nestjs/common';
import { drivers } from '@stowbase/storage';

/** DI token of the strategy for one type of storage. */
export const storageToken = (type: string): string => `storage:${type}`;

/** One strategy for each line of the list in libs/storage: a new type needs nothing here. */
export const strategies: Provider[] = drivers.map((driver) => ({
  provide: storageToken(driver.type),
  useValue: driver,
}));

export const strategyTokens: string[] = drivers.map(({ type }) => storageToken(type));
