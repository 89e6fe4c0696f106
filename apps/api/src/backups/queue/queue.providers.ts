import type { Provider } from '@nestjs/common';

export const queueProviders: Provider[] = [];
