import type { Provider } from '@nestjs/common';

export const runnerProviders: Provider[] = [];
