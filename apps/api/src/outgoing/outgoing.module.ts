import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { Outgoing, OUTGOING } from './outgoing';

export { OUTGOING };

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
