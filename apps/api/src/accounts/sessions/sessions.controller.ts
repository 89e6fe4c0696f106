import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { Database } from '../../database/database';
import { IdPipe } from '../../http/id.pipe';
import { Access, CurrentActor, type Actor } from '../access';
import { fail } from '../accounts.errors';
import { AuditLog } from '../audit-log';
import { LoginSessions } from './login-sessions.service';
import { LoginSessionsDto } from './sessions.dto';
import { toLoginSessionDto } from './sessions.mapper';

@Controller('accounts/sessions')
@Access('viewer', { sessionOnly: true })
export class SessionsController {
  constructor(
    private readonly sessions: LoginSessions,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** One's own live login sessions, newest first. */
  @Get()
  async listSessions(@CurrentActor() { userId, sessionId }: Actor): Promise<LoginSessionsDto> {
    const sessions = await this.sessions.ofUser(userId);
    return { items: sessions.map((session) => toLoginSessionDto(session, sessionId)) };
  }

  /** Ends one of them. */
  @HttpCode(204)
  @Delete(':id')
  async endSession(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.database.write(async (manager) => {
      if (!(await this.sessions.end(manager, actor.userId, id))) throw noSuchSession();
      await this.audit.record(manager, { actor, action: 'session.end', object: { type: 'session', id, name: '' } });
    });
  }
}

const noSuchSession = (): Error =>
  fail('SESSION_NOT_FOUND', 'There is no live login session of yours with this id.', {
    nextStep: 'See the list again.',
  });
