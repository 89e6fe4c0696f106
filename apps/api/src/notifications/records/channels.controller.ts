import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { IdPipe } from '../../http/id.pipe';
import { toNotices } from '../../storage/destination.mapper';
import { TellSoon } from '../notification-tasks';
import { ChannelChanges, type SavedChannel } from './channel-changes';
import { ChannelTests, type ChannelTest } from './channel-tests';
import {
  ChannelDto,
  ChannelListDto,
  ChannelTestDto,
  CreateChannelDto,
  SavedChannelDto,
  TestChannelDto,
  UpdateChannelDto,
} from './channel.dto';
import { ChannelMapper } from './channel.mapper';
import { Channels } from './channels.service';

@ApiTags('notifications')
@Controller('notifications/channels')
export class ChannelsController {
  constructor(
    private readonly channels: Channels,
    private readonly changes: ChannelChanges,
    private readonly tests: ChannelTests,
    private readonly mapper: ChannelMapper,
    private readonly soon: TellSoon,
  ) {}

  /** Lists the channels by name: there are at most 50. */
  @Get()
  @Access('viewer')
  async listChannels(): Promise<ChannelListDto> {
    const waiting = await this.channels.waiting();
    const items = await this.channels.all();
    return { items: items.map((channel) => this.mapper.toChannelDto(channel, waiting.get(channel.id) ?? 0)) };
  }

  /** Stores a channel. Nothing is sent: test it before or afterwards. */
  @Post()
  @Access('owner')
  async createChannel(@Body() body: CreateChannelDto, @CurrentActor() actor: Actor): Promise<SavedChannelDto> {
    return this.saved(await this.changes.create(body, actor));
  }

  /** Sends a test message with settings that aren't stored; nothing is stored. */
  @Post('test')
  @HttpCode(200)
  @Access('owner')
  async testChannelSettings(@Body() body: TestChannelDto): Promise<ChannelTestDto> {
    return toTestDto(await this.tests.testSettings(body));
  }

  @Get(':id')
  @Access('viewer')
  async getChannel(@Param('id', IdPipe) id: string): Promise<ChannelDto> {
    const channel = await this.channels.get(id);
    return this.mapper.toChannelDto(channel, (await this.channels.waiting()).get(id) ?? 0);
  }

  /** Changes what is given. With changed settings, what could not be delivered of the last day is sent again. */
  @Patch(':id')
  @Access('owner')
  async updateChannel(
    @Param('id', IdPipe) id: string,
    @Body() body: UpdateChannelDto,
    @CurrentActor() actor: Actor,
  ): Promise<SavedChannelDto> {
    const saved = await this.changes.update(id, body, actor);
    this.soon.now();
    return this.saved(saved);
  }

  /** Deletes a channel with its messages. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'It is deleted.' })
  @Access('owner')
  async deleteChannel(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.changes.delete(id, actor);
  }

  /** Sends a test message; the card of the channel shows the result. */
  @Post(':id/test')
  @HttpCode(200)
  @Access('operator')
  async testChannel(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<ChannelTestDto> {
    const test = await this.tests.test(id, actor);
    this.soon.now();
    return toTestDto(test);
  }

  private async saved({ channel, notices }: SavedChannel): Promise<SavedChannelDto> {
    const waiting = (await this.channels.waiting()).get(channel.id) ?? 0;
    return { ...this.mapper.toChannelDto(channel, waiting), notices: toNotices(notices) };
  }
}

function toTestDto({ error, at, ms, notices }: ChannelTest): ChannelTestDto {
  const problem = error === null ? null : { code: error.code, text: error.text, nextStep: error.nextStep };
  return { state: error === null ? 'delivered' : 'not_delivered', at, ms, problem, notices: toNotices(notices) };
}
