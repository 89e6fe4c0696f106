import { Global, Module, type DynamicModule } from '@nestjs/common';
import { SecretBox } from './secret-box';

@Global()
@Module({})
export class SecretsModule {
  static of(box: SecretBox): DynamicModule {
    return { module: SecretsModule, providers: [{ provide: SecretBox, useValue: box }], exports: [SecretBox] };
  }
}
