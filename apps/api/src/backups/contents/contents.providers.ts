import type { Provider, Type } from '@nestjs/common';

export const contentsControllers: Type[] = [];

export const contentsProviders: Provider[] = [];
