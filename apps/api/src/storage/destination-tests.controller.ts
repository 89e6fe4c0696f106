import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../accounts/access';
import { IdPipe } from '../http/id.pipe';
import { mapPage } from '../paging/page-of';
import { PageQueryDto } from '../paging/page-query.dto';
import {
  DestinationTestDto,
  DestinationUsageDto,
  PastTestListDto,
  PastTestPageDto,
  TestSettingsDto,
} from './destination-test.dto';
import { DestinationTests } from './destination-tests.service';
import { toPastTestDto, toTestDto } from './destination.mapper';

@ApiTags('storage')
@Controller('storage/destinations')
export class DestinationTestsController {
  constructor(private readonly tests: DestinationTests) {}

  /** Tests settings that aren't stored; nothing is stored. What the test can't do is in the reply, wrong settings are an error. */
  @Post('test')
  @HttpCode(200)
  @Access('owner')
  async testSettings(@Body() body: TestSettingsDto, @CurrentActor() actor: Actor): Promise<DestinationTestDto> {
    const outcome = await this.tests.testSettings(body, actor);
    return toTestDto(outcome, outcome.notices);
  }

  /** Writes, reads, lists and deletes 1 MiB there, and keeps what was found. */
  @Post(':id/test')
  @HttpCode(200)
  @Access('operator')
  async testDestination(@Param('id', IdPipe) id: string): Promise<DestinationTestDto> {
    return toTestDto(await this.tests.test(id));
  }

  /** The last connection tests, the newest first: up to 20 of them. */
  @Get(':id/tests')
  @Access('viewer')
  async listDestinationTests(@Param('id', IdPipe) id: string): Promise<PastTestListDto> {
    const { items } = await this.tests.past(id, { limit: 20 });
    return { items: items.map(toPastTestDto) };
  }

  /** Every connection test that is kept, page by page, the newest first: the last 50 that somebody or the service made. */
  @Get(':id/probes')
  @Access('viewer')
  async listDestinationProbes(@Param('id', IdPipe) id: string, @Query() query: PageQueryDto): Promise<PastTestPageDto> {
    return mapPage(await this.tests.past(id, query), toPastTestDto);
  }

  /** Space at the store, as it says now. */
  @Get(':id/usage')
  @Access('viewer')
  async getDestinationUsage(@Param('id', IdPipe) id: string): Promise<DestinationUsageDto> {
    const { used, free } = await this.tests.usage(id);
    return { used, free };
  }
}
