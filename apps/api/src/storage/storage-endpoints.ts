import { Inject } from '@nestjs/common';
import type { Provider } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';

/** By a provider's names for them: other addresses than its own. Empty but in tests, where doubles stand in for providers. */
export type StorageEndpoints = Readonly<Record<string, string>>;

/** DI token of the {@link StorageEndpoints}. */
export const STORAGE_ENDPOINTS = Symbol('STORAGE_ENDPOINTS');

export const InjectEndpoints = (): ReturnType<typeof Inject> => Inject(STORAGE_ENDPOINTS);

export const storageEndpoints: Provider = {
  provide: STORAGE_ENDPOINTS,
  inject: [CONFIG],
  useFactory: ({ storageEndpoints: given }: Config): StorageEndpoints => given ?? {},
};
