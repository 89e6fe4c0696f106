import { Global, Module } from '@nestjs/common';
import { EventHub } from './event-hub';
import { EVENT_SETTINGS, standardSettings } from './event-settings';
import { EventRelay } from './relay/event-relay';
import { EventStreams } from './event-streams';
import { EventsController } from './events.controller';

/** What happens, told to whoever is looking. */
@Global()
@Module({
  controllers: [EventsController],
  providers: [EventHub, EventRelay, EventStreams, { provide: EVENT_SETTINGS, useValue: standardSettings }],
  exports: [EventHub, EventStreams],
})
export class EventsModule {}
