import type { Provider } from '@nestjs/common';

export const progressProviders: Provider[] = [];
