import type { Provider, Type } from '@nestjs/common';
import { RecoveryKeyChanges } from './recovery-key-changes';
import { RecoveryKeysController } from './recovery-keys.controller';
import { RecoveryKeys } from './recovery-keys.service';

export const recoveryKeysControllers: Type[] = [RecoveryKeysController];

export const recoveryKeysProviders: Provider[] = [RecoveryKeys, RecoveryKeyChanges];
