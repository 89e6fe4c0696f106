import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Access, CurrentActor, type Actor } from '../accounts/access';
import { eventModels } from './event.dto';
import { EventStreams } from './event-streams';
import { EventsQueryDto } from './events-query.dto';

@ApiTags('events')
@ApiExtraModels(...eventModels)
@Controller('events')
export class EventsController {
  constructor(private readonly streams: EventStreams) {}

  /**
   * Streams what happens, as server-sent events: `id` is `<boot id>-<n>`, `event` the type, `data` the JSON. Come back with the last id and
   * nothing is missed; `reset` says that something was, so fetch everything again. A `ping` comes first and every 15 s.
   */
  @Get()
  @Access('viewer', { background: true })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'As `lastEventId`; this one counts.' })
  @ApiOkResponse({
    description: 'The stream.',
    content: { 'text/event-stream': { schema: { $ref: getSchemaPath('ApiEvent') } } },
  })
  streamEvents(
    @Query() query: EventsQueryDto,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentActor() actor: Actor,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    this.streams.refuse(actor);
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Proxies must neither keep nor compress it (both wait for more), nor gather it (nginx).
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.flushHeaders();
    // A browser sends the header when it comes back by itself, with the query of its first request.
    this.streams.begin(actor, response, lastEventId ?? query.lastEventId);
  }
}
