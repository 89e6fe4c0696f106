import type { Provider, Type } from '@nestjs/common';
import { CopiesController } from './copies.controller';
import { CopyDeletion } from './copy-deletion';
import { CopyProgress } from './copy-progress';
import { CopyRequests } from './copy-requests';
import { CopyRunner } from './copy-runner';
import { CopyTransitions } from './copy-transitions';

export const copiesControllers: Type[] = [CopiesController];

export const copiesProviders: Provider[] = [CopyDeletion, CopyProgress, CopyRequests, CopyRunner, CopyTransitions];
