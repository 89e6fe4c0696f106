import type { Provider, Type } from '@nestjs/common';
import { ContentsController } from './contents.controller';
import { FullContents } from './full-contents';

export const contentsControllers: Type[] = [ContentsController];

export const contentsProviders: Provider[] = [FullContents];
