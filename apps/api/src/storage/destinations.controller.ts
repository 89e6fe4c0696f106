import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Access, CurrentActor, type Actor } from '../accounts/access';
import { Database } from '../database/database';
import { IdPipe } from '../http/id.pipe';
import { mapPage, pageOf } from '../paging/page-of';
import { PageQueryDto } from '../paging/page-query.dto';
import { DestinationChanges, type Saved } from './destination-changes.service';
import { DestinationRemoval } from './destination-removal.service';
import {
  CreateDestinationDto,
  DeleteDestinationQueryDto,
  DestinationDto,
  DestinationPageDto,
  SavedDestinationDto,
  UpdateDestinationDto,
} from './destination.dto';
import { Destination } from './destination.entity';
import { DestinationMapper, toNotices } from './destination.mapper';
import { Destinations } from './destinations.service';

@ApiTags('storage')
@Controller('storage/destinations')
export class DestinationsController {
  constructor(
    private readonly database: Database,
    private readonly destinations: Destinations,
    private readonly changes: DestinationChanges,
    private readonly removal: DestinationRemoval,
    private readonly mapper: DestinationMapper,
  ) {}

  /** Lists destinations, the newest first. */
  @Get()
  @Access('viewer')
  async listDestinations(@Query() query: PageQueryDto): Promise<DestinationPageDto> {
    const page = await pageOf(this.database.read, Destination, query);
    return mapPage(page, (destination) => this.mapper.toDestinationDto(destination));
  }

  /** Tests the connection, then stores the destination; when the test fails it is stored only with `enabled: false`. */
  @Post()
  @Access('owner')
  async createDestination(
    @Body() body: CreateDestinationDto,
    @CurrentActor() actor: Actor,
  ): Promise<SavedDestinationDto> {
    return this.saved(await this.changes.create(body, actor));
  }

  @Get(':id')
  @Access('viewer')
  async getDestination(@Param('id', IdPipe) id: string): Promise<DestinationDto> {
    return this.mapper.toDestinationDto(await this.destinations.get(id));
  }

  /** Changes what is given; changed settings, and enabling, are tested first. */
  @Patch(':id')
  @Access('owner')
  async updateDestination(
    @Param('id', IdPipe) id: string,
    @Body() body: UpdateDestinationDto,
    @CurrentActor() actor: Actor,
  ): Promise<SavedDestinationDto> {
    return this.saved(await this.changes.update(id, body, actor));
  }

  /**
   * Deletes a destination. While copies lie there it needs `copies`: with `keep` the files stay and are forgotten (204), with `delete` they
   * are deleted first and the destination goes with the last one (202).
   */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'It is deleted.' })
  @ApiAcceptedResponse({ description: 'It goes with its last copy.', type: DestinationDto })
  @Access('owner')
  async deleteDestination(
    @Param('id', IdPipe) id: string,
    @Query() { copies }: DeleteDestinationQueryDto,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DestinationDto | undefined> {
    const left = await this.removal.remove(id, copies, actor);
    if (left === null) return undefined;
    response.status(202);
    return this.mapper.toDestinationDto(left);
  }

  private saved({ destination, notices }: Saved): SavedDestinationDto {
    return { ...this.mapper.toDestinationDto(destination), notices: toNotices(notices) };
  }
}
