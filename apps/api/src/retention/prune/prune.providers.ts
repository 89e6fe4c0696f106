import type { Provider } from '@nestjs/common';
import { PruneTask } from './prune.tokens';

export const pruneProviders: Provider[] = [{ provide: PruneTask, useValue: { wake: () => undefined } }];
