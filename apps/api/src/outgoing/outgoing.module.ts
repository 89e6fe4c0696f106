import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { Outgoing } from './outgoing';

/** DI token of {@link Outgoing}. */
export const OUTGOING = Symbol('OUTGOING');

@Global()
@Module({
  providers: [
    {
      provide: OUTGOING,
      inject: [CONFIG],
      useFactory: ({ allowPrivateNetworks }: Config) => new Outgoing({ allowPrivateNetworks }),
    },
  ],
  exports: [OUTGOING],
})
export class OutgoingModule {}
