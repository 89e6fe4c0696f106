import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { IdPipe } from '../../http/id.pipe';
import {
  ImportDestinationDto,
  ImportItemPageDto,
  ImportItemQueryDto,
  ImportJobDto,
  ImportJobListDto,
} from './import.dto';
import { toImportJobDto } from './import.mapper';
import { ImportRequests } from './import-requests';

@ApiTags('storage')
@Controller('storage/destinations/:id/imports')
export class ImportsController {
  constructor(private readonly requests: ImportRequests) {}

  /** Looks through all that lies at a destination: what the records don't know, what is gone, what is incomplete, what is foreign. */
  @Post()
  @HttpCode(202)
  @Access('owner')
  async importDestination(
    @Param('id', IdPipe) id: string,
    @Body() { mode }: ImportDestinationDto,
    @CurrentActor() actor: Actor,
  ): Promise<ImportJobDto> {
    return toImportJobDto(await this.requests.ask(id, mode, actor));
  }

  /** Lists the imports of a destination, the newest first. */
  @Get()
  @Access('viewer')
  async listImports(@Param('id', IdPipe) id: string): Promise<ImportJobListDto> {
    return { items: (await this.requests.list(id)).map(toImportJobDto) };
  }

  @Get(':jobId')
  @Access('viewer')
  async getImport(@Param('id', IdPipe) id: string, @Param('jobId', IdPipe) jobId: string): Promise<ImportJobDto> {
    return toImportJobDto(await this.requests.get(id, jobId));
  }

  /** Lists what an import found. */
  @Get(':jobId/items')
  @Access('viewer')
  listImportItems(
    @Param('id', IdPipe) id: string,
    @Param('jobId', IdPipe) jobId: string,
    @Query() query: ImportItemQueryDto,
  ): Promise<ImportItemPageDto> {
    return this.requests.items(id, jobId, query);
  }

  /** What it has added stays. */
  @Post(':jobId/cancel')
  @HttpCode(202)
  @Access('owner')
  async cancelImport(
    @Param('id', IdPipe) id: string,
    @Param('jobId', IdPipe) jobId: string,
    @CurrentActor() actor: Actor,
  ): Promise<ImportJobDto> {
    return toImportJobDto(await this.requests.cancel(id, jobId, actor));
  }
}
