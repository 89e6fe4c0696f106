import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../../../accounts/access';
import { ConnectStateDto } from '../connect-state.dto';
import { ConnectNextcloudDto, NextcloudLoginDto } from './nextcloud-connect.dto';
import { NextcloudConnect } from './nextcloud-connect.service';

@ApiTags('storage')
@Controller('storage/connect/nextcloud')
export class NextcloudConnectController {
  constructor(private readonly nextcloud: NextcloudConnect) {}

  /** Begins to connect a Nextcloud account (login flow v2); its user decides at the URL of the reply, within twenty minutes. */
  @Post()
  @Access('owner', { sessionOnly: true })
  connectNextcloud(@Body() body: ConnectNextcloudDto, @CurrentActor() actor: Actor): Promise<NextcloudLoginDto> {
    return this.nextcloud.begin(body, actor);
  }

  /** Asks the server once whether its user has decided, and takes the app password when so: no GET, because there is only one. */
  @Post(':id')
  @HttpCode(200)
  @Access('owner', { sessionOnly: true, background: true })
  askNextcloud(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ConnectStateDto> {
    return this.nextcloud.ask(id, actor);
  }

  /** Forgets it. */
  @Delete(':id')
  @HttpCode(204)
  @Access('owner', { sessionOnly: true })
  cancelNextcloudConnection(@Param('id') id: string, @CurrentActor() actor: Actor): void {
    this.nextcloud.cancel(id, actor);
  }
}
