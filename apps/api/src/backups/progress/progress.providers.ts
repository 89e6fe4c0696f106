import type { Provider } from '@nestjs/common';
import { PROGRESS_CLOCK, ProgressHub } from './progress-hub';

export const progressProviders: Provider[] = [
  ProgressHub,
  { provide: PROGRESS_CLOCK, useValue: (): number => performance.now() / 1000 },
];
