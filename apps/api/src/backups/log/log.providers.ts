import type { Provider, Type } from '@nestjs/common';
import { RunLogController } from './run-log.controller';
import { RunLogs } from './run-logs';

export const logControllers: Type[] = [RunLogController];

export const logProviders: Provider[] = [RunLogs];
