import { Body, Controller, Delete, Get, Headers, HttpCode, HttpStatus, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { IdPipe } from '../../http/id.pipe';
import { idempotencyOf } from '../records/idempotency';
import { CopyBackupDto, CopyJobDto, CopyJobListDto } from './copy-job.dto';
import { CopyDeletion } from './copy-deletion';
import { CopyRequests } from './copy-requests';

@ApiTags('backups')
@Controller('backups')
export class CopiesController {
  constructor(
    private readonly requests: CopyRequests,
    private readonly deletion: CopyDeletion,
  ) {}

  /** Lists the copyings from one destination to another that were asked for, the newest first. */
  @Get(':id/copies')
  @Access('viewer')
  async listCopyJobs(@Param('id', IdPipe) id: string): Promise<CopyJobListDto> {
    return { items: await this.requests.list(id) };
  }

  /**
   * Stores a backup at one more destination, read from one where it is stored; also where its copy failed, is missing or damaged. Its
   * SHA-256 is checked on the way. With the same `Idempotency-Key` and body the same copying is answered for a day.
   */
  @Post(':id/copies')
  @HttpCode(202)
  @Access('operator')
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: '1 to 200 visible ASCII characters.' })
  async copyBackup(
    @Param('id', IdPipe) id: string,
    @Body() body: CopyBackupDto,
    @CurrentActor() actor: Actor,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<CopyJobDto> {
    const idempotency = idempotencyOf(key, actor, `POST /backups/${id}/copies`, body);
    return this.requests.copy(id, body, actor, idempotency);
  }

  /** 200: it is cancelled. 202: it is being stopped. 409: it is finishing, or has ended. */
  @Post(':id/copies/:jobId/cancel')
  @HttpCode(200)
  @ApiOkResponse({ description: 'It is cancelled.', type: CopyJobDto })
  @ApiAcceptedResponse({ description: 'It is being stopped.', type: CopyJobDto })
  @Access('operator')
  async cancelCopy(
    @Param('id', IdPipe) id: string,
    @Param('jobId', IdPipe) jobId: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CopyJobDto> {
    const { job, isOver } = await this.requests.cancel(id, jobId, actor);
    if (!isOver) response.status(HttpStatus.ACCEPTED);
    return job;
  }

  /** Deletes one copy at its destination, soon after; another one stays. */
  @Delete(':id/copies/:copyId')
  @HttpCode(204)
  @Access('owner')
  async deleteCopy(
    @Param('id', IdPipe) id: string,
    @Param('copyId', IdPipe) copyId: string,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    await this.deletion.delete(id, copyId, actor);
  }
}
