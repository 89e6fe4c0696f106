import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { IdPipe } from '../../http/id.pipe';
import { ChannelTestDto } from '../records/channel.dto';
import { toLastDelivery } from '../records/channel.mapper';
import { Pinger } from './pinger';
import { PingUrls } from './ping-urls';
import { SavePingDto, SchedulePingDto, SchedulePingListDto } from './schedule-ping.dto';
import type { SchedulePing } from './schedule-ping.entity';
import { SchedulePings } from './schedule-pings';

@ApiTags('notifications')
@Controller('notifications/pings')
export class SchedulePingsController {
  constructor(
    private readonly pings: SchedulePings,
    private readonly tests: Pinger,
    private readonly urls: PingUrls,
  ) {}

  /** Lists the schedules whose runs are reported to somebody who watches for them. */
  @Get()
  @Access('viewer')
  async listSchedulePings(): Promise<SchedulePingListDto> {
    return { items: (await this.pings.all()).map((ping) => this.toDto(ping)) };
  }

  @Get(':id')
  @Access('viewer')
  async getSchedulePing(@Param('id', IdPipe) id: string): Promise<SchedulePingDto> {
    return this.toDto(await this.pings.get(id));
  }

  /** Stores where the runs of the schedule with this id are reported to. */
  @Put(':id')
  @Access('owner')
  async saveSchedulePing(
    @Param('id', IdPipe) id: string,
    @Body() body: SavePingDto,
    @CurrentActor() actor: Actor,
  ): Promise<SchedulePingDto> {
    return this.toDto(await this.pings.save(id, body, actor));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Its runs are reported no more.' })
  @Access('owner')
  async deleteSchedulePing(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.pings.delete(id, actor);
  }

  /** Reports a success there, to see whether it arrives. */
  @Post(':id/test')
  @HttpCode(200)
  @Access('owner')
  async testSchedulePing(@Param('id', IdPipe) id: string): Promise<ChannelTestDto> {
    const { error, at, ms } = await this.tests.test(id);
    const problem = error === null ? null : { code: error.code, text: error.text, nextStep: error.nextStep };
    return { state: error === null ? 'delivered' : 'not_delivered', at, ms, problem, notices: [] };
  }

  private toDto(ping: SchedulePing): SchedulePingDto {
    const { id: scheduleId, tellsStart, version, createdAt, updatedAt } = ping;
    const url = { set: true, hint: this.urls.hint(ping) };
    return { scheduleId, url, tellsStart, lastDelivery: toLastDelivery(ping), version, createdAt, updatedAt };
  }
}
