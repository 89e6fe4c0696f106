import type { Provider, Type } from '@nestjs/common';

export const recoveryKeysControllers: Type[] = [];

export const recoveryKeysProviders: Provider[] = [];
