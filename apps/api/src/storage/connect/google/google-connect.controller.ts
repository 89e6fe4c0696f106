import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../../../accounts/access';
import { ConnectedDto, ConnectStateDto } from '../connect-state.dto';
import { ConnectGoogleDto, GoogleAnswerDto, GoogleAttemptDto } from './google-connect.dto';
import { GoogleConnect } from './google-connect.service';

@ApiTags('storage')
@Controller('storage/connect/google')
export class GoogleConnectController {
  constructor(private readonly google: GoogleConnect) {}

  /** Begins to connect a Google account; its user decides at the URL of the reply, within ten minutes. */
  @Post()
  @Access('owner', { sessionOnly: true })
  connectGoogle(@Body() body: ConnectGoogleDto, @CurrentActor() actor: Actor): Promise<GoogleAttemptDto> {
    return this.google.begin(body, actor);
  }

  /** Brings what Google's page gave the browser; only the login session that began it may. */
  @Post('answer')
  @HttpCode(200)
  @Access('owner', { sessionOnly: true })
  answerFromGoogle(@Body() body: GoogleAnswerDto, @CurrentActor() actor: Actor): Promise<ConnectedDto> {
    return this.google.finish(body, actor);
  }

  /** What came of it. */
  @Get(':id')
  @Access('owner', { sessionOnly: true, background: true })
  getGoogleConnection(@Param('id') id: string, @CurrentActor() actor: Actor): ConnectStateDto {
    return this.google.stateOf(id, actor);
  }

  /** Forgets it: an answer that comes later is refused. */
  @Delete(':id')
  @HttpCode(204)
  @Access('owner', { sessionOnly: true })
  cancelGoogleConnection(@Param('id') id: string, @CurrentActor() actor: Actor): void {
    this.google.cancel(id, actor);
  }
}
