import type { Provider, Type } from '@nestjs/common';

export const recordsControllers: Type[] = [];

export const recordsProviders: Provider[] = [];
