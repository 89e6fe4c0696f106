import type { Provider } from '@nestjs/common';
import { RunTransitions } from './run-transitions';

export const transitionsProviders: Provider[] = [RunTransitions];
