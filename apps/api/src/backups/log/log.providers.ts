import type { Provider, Type } from '@nestjs/common';
import { RunLogs } from './run-logs';

export const logControllers: Type[] = [];

export const logProviders: Provider[] = [RunLogs];
