import type { Provider, Type } from '@nestjs/common';

export const logControllers: Type[] = [];

export const logProviders: Provider[] = [];
