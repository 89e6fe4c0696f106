import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Database } from '../../database/database';
import { IdPipe } from '../../http/id.pipe';
import { mapPage, pageOf } from '../../paging/page-of';
import { PageQueryDto } from '../../paging/page-query.dto';
import { Access, CurrentActor, type Actor } from '../access';
import { fail } from '../accounts.errors';
import { ApiToken } from '../api-token.entity';
import { AuditLog } from '../audit-log';
import { Clock } from '../clock';
import { roles } from '../user.entity';
import { ApiTokens } from './api-tokens.service';
import { ApiTokensDto, CreatedTokenDto, CreateTokenDto } from './tokens.dto';
import { toApiTokenDto } from './tokens.mapper';

const day = 24 * 3_600_000;

@Controller('tokens')
export class TokensController {
  constructor(
    private readonly tokens: ApiTokens,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** One's own API tokens; of owners: everybody's. Revoked ones too. */
  @Access('viewer')
  @Get()
  async listTokens(@CurrentActor() { userId, role }: Actor, @Query() page: PageQueryDto): Promise<ApiTokensDto> {
    const where = role === 'owner' ? {} : { userId };
    return mapPage(await pageOf(this.database.read, ApiToken, page, { where }), toApiTokenDto);
  }

  /** Makes an API token that may do as much as its maker, or less. */
  @Access('viewer', { sessionOnly: true })
  @Post()
  async createToken(@CurrentActor() actor: Actor, @Body() body: CreateTokenDto): Promise<CreatedTokenDto> {
    const { name, scope, expiresInDays } = body;
    if (scope !== 'metrics' && roles.indexOf(scope) > roles.indexOf(actor.role)) throw tooMuch(scope);
    const expiresAt = expiresInDays === null ? null : new Date(this.clock.now().getTime() + expiresInDays * day);
    return this.database.write(async (manager) => {
      const { token, secret } = await this.tokens.create(manager, { userId: actor.userId, name, scope, expiresAt });
      const object = { type: 'token', id: token.id, name };
      await this.audit.record(manager, { actor, action: 'token.create', object, detail: { scope, expiresAt } });
      return { token: toApiTokenDto(token), secret };
    });
  }

  /** Revokes one of one's own tokens; owners: anybody's. */
  @Access('viewer', { sessionOnly: true })
  @HttpCode(204)
  @Delete(':id')
  async revokeToken(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.database.write(async (manager) => {
      const token = await manager.findOneBy(ApiToken, { id });
      if (token === null || (token.userId !== actor.userId && actor.role !== 'owner')) throw noSuchToken();
      if (!(await this.tokens.revoke(manager, id))) throw noSuchToken();
      const object = { type: 'token', id, name: token.name };
      await this.audit.record(manager, { actor, action: 'token.revoke', object });
    });
  }
}

const tooMuch = (scope: string): Error =>
  fail('NOT_ALLOWED', `A token with the scope ${scope} could do more than you may.`, {
    field: 'scope',
    nextStep: 'Choose your own role as the scope, or a lower one.',
  });

const noSuchToken = (): Error =>
  fail('TOKEN_NOT_FOUND', 'There is no API token with this id that you may revoke.', {
    nextStep: 'See the list again.',
  });
