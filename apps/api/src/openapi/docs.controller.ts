import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../accounts/access';
import { fail } from '../errors/common.errors';
import { sendPagePolicy } from '../http/page-policy';
import { docsPage, docsScript } from './docs-page';
import { apiDocumentFile, swaggerAssets, swaggerFolder } from './swagger-assets';

/** What the API is, for programs and for people. Open to all: it says what needs a sign-in, and holds nothing of this service. */
@ApiExcludeController()
@Controller()
@Public()
export class DocsController {
  @Get('openapi.json')
  async getApiDocument(@Res() response: Response): Promise<void> {
    response.type('json').send(await readFile(apiDocumentFile(), 'utf8'));
  }

  @Get('docs')
  showDocs(@Req() request: Request, @Res() response: Response): void {
    response.type('html').send(docsPage(sendPagePolicy(request, response, { trustedTypes: false })));
  }

  @Get('docs/:file')
  async getDocsFile(@Param('file') file: string, @Res() response: Response): Promise<void> {
    // A day: they change with the service only. No secret is in them.
    response.setHeader('Cache-Control', 'public, max-age=86400');
    if (file === 'start.js') {
      response.type('text/javascript').send(docsScript);
      return;
    }
    const type = Object.hasOwn(swaggerAssets, file) ? swaggerAssets[file] : undefined;
    if (type === undefined) throw fail('NOT_FOUND', 'There is no such file of the API explorer.');
    response.type(type);
    await pipeline(createReadStream(join(swaggerFolder(), file)), response);
  }
}
