import { Body, Controller, Delete, Get, Head, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Access, CurrentActor, Public, type Actor } from '../accounts/access';
import { IdPipe } from '../http/id.pipe';
import { CopyDownloads } from './copy-downloads';
import { CopyLinks } from './copy-links';
import { DirectBackups } from './direct-backups';
import { DirectBackupDto, DirectBackupRequestDto, DownloadLinkDto, DownloadLinkRequestDto } from './download.dto';
import { DownloadLinks } from './download-links';
import { refusePrefetch } from './refuse-prefetch';

const tar = { 'application/x-tar': { schema: { type: 'string', format: 'binary' } } } as const;

@ApiTags('downloads')
@Controller()
export class DownloadsController {
  constructor(
    private readonly links: DownloadLinks,
    private readonly copyLinks: CopyLinks,
    private readonly copies: CopyDownloads,
    @Inject(DirectBackups) private readonly direct: DirectBackups,
  ) {}

  /** Makes a link to a stored copy: for one hour, any number of downloads, ranges too. */
  @Post('backups/:id/download-link')
  @Access('operator')
  async createDownloadLink(
    @Param('id', IdPipe) id: string,
    @Body() body: DownloadLinkRequestDto,
    @CurrentActor() actor: Actor,
  ): Promise<DownloadLinkDto> {
    return this.copyLinks.make(id, body.copyId, actor);
  }

  /** Begins a backup that runs into the browser; replies when its first bytes are there. The link works once. */
  @Post('backups/stream')
  @Access('operator')
  async createDirectBackup(
    @Body() body: DirectBackupRequestDto,
    @CurrentActor() actor: Actor,
  ): Promise<DirectBackupDto> {
    return this.direct.begin(body, actor);
  }

  /** Ends a link before its time, and every download that runs by it. Of a direct backup it ends the backup. */
  @Delete('download-links/:id')
  @HttpCode(204)
  @Access('operator')
  async revokeDownloadLink(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    const link = await this.links.revoke(id, actor);
    if (link.kind === 'copy') this.copies.cut(link.id);
    else await this.direct.cut(link.backupId);
  }

  /** Says what a download would give, and uses nothing up. */
  @Head('downloads/:token')
  @Public()
  @ApiExcludeEndpoint()
  async describeDownload(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const link = await this.links.find(token);
    if (link.kind === 'copy') return this.copies.describe(link, response);
    await this.direct.describe(link, response);
  }

  /** The file itself. The token in the address is all that is needed. */
  @Get('downloads/:token')
  @Public()
  @ApiOkResponse({ description: 'The whole file.', content: tar })
  @ApiResponse({ status: 206, description: 'The range that was asked for; of stored copies.', content: tar })
  @ApiResponse({ status: 416, description: 'The range is not in the file; `Content-Range` says how long it is.' })
  async download(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    refusePrefetch(request.headers);
    const link = await this.links.find(token);
    if (link.kind === 'copy') return this.copies.send(link, request, response);
    await this.direct.send(link, request, response);
  }
}
