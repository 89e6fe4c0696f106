import type { Provider, Type } from '@nestjs/common';
import { LeftoversController } from './leftovers.controller';
import { OldLeftovers } from './old-leftovers';

export const leftoversControllers: Type[] = [LeftoversController];
export const leftoversProviders: Provider[] = [OldLeftovers];
