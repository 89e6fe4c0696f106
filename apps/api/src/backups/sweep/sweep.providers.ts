import type { Provider } from '@nestjs/common';

export const sweepProviders: Provider[] = [];
