import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../accounts/access';
import { fail } from '../errors/common.errors';
import { problemType, writeProblem } from '../errors/problem';
import { requestIdOf } from '../http/request-id';
import { LivenessDto, ReadinessDto } from './health.dto';
import { ReadinessChecks } from './readiness';

/** For what starts, restarts and balances services. Open to all: they say words, no paths and no versions. */
@ApiTags('health')
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly readiness: ReadinessChecks) {}

  /** Says that the process answers. When it doesn't, start it anew. */
  @Get('live')
  getLiveness(): LivenessDto {
    return { status: 'live' };
  }

  /** Says whether the service can do its work; 503 with the same `checks` when it can't, or is stopping. */
  @Get('ready')
  @ApiOkResponse({ type: ReadinessDto })
  async getReadiness(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { status, checks } = await this.readiness.now();
    if (status === 'ready') {
      response.json({ status, checks } satisfies ReadinessDto);
      return;
    }
    const failed = Object.entries(checks).flatMap(([name, result]) => (result === 'ok' ? [] : [name]));
    const detail =
      status === 'stopping' ? 'The service is stopping.' : `The service is not ready: ${failed.join(', ')}.`;
    const error = fail('NOT_READY', detail, { nextStep: 'The log of the service says more.', more: { checks } });
    // Not thrown: it is no error of this request, and would be logged as one with each question.
    const body = writeProblem(error, requestIdOf(request), (text) => text);
    response.status(error.status).type(problemType).send(body);
  }
}
