import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Database } from '../../database/database';
import type { Actor } from '../access';
import { fail } from '../accounts.errors';
import { LoginCookies } from '../sessions/login-cookies';
import { LoginSessions } from '../sessions/login-sessions.service';
import { ApiTokens } from '../tokens/api-tokens.service';
import { tokenRole } from '../tokens/token-role';
import { User } from '../user.entity';
import { clientAddress } from './client-address';

export interface Identity {
  readonly actor: Actor;
  /** The narrow scope of a token that has no role; null: the actor's role says what it may do. */
  readonly only: 'metrics' | null;
  /** The value of the session's cookie; null: a token. */
  readonly sessionSecret: string | null;
}

/** Finds out who asks: by API token, and only without one by login session. */
@Injectable()
export class Identify {
  constructor(
    private readonly database: Database,
    private readonly tokens: ApiTokens,
    private readonly sessions: LoginSessions,
    private readonly cookies: LoginCookies,
  ) {}

  /**
   * @param isUse whether a login session is used by it, and so doesn't go idle
   * @throws ApiError `TOKEN_INVALID`, `SIGN_IN_REQUIRED`
   */
  async of(request: Request, { isUse }: { isUse: boolean } = { isUse: true }): Promise<Identity> {
    const { authorization } = request.headers;
    return authorization === undefined ? this.bySession(request, isUse) : this.byToken(request, authorization);
  }

  private async byToken(request: Request, authorization: string): Promise<Identity> {
    const secret = /^Bearer (stow_[\w-]{43})$/i.exec(authorization)?.[1];
    const token = secret === undefined ? null : await this.tokens.find(secret);
    const user = token === null ? null : await this.enabledUser(token.userId);
    if (token === null || user === null) {
      throw fail('TOKEN_INVALID', 'The API token is unknown, expired or revoked.', {
        nextStep: 'Make a new one under "API tokens" and send it as "Authorization: Bearer stow_…".',
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
    }
    const actor: Actor = {
      kind: 'token',
      userId: user.id,
      name: token.name,
      role: tokenRole(token.scope, user.role),
      sessionId: null,
      tokenId: token.id,
      address: clientAddress(request),
    };
    return { actor, only: token.scope === 'metrics' ? 'metrics' : null, sessionSecret: null };
  }

  private async bySession(request: Request, isUse: boolean): Promise<Identity> {
    const secret = this.cookies.sessionSecret(request);
    const session = secret === null ? null : await this.sessions.find(secret, isUse);
    const user = session === null ? null : await this.enabledUser(session.userId);
    if (session === null || user === null) {
      throw fail('SIGN_IN_REQUIRED', 'This needs a signed-in user or an API token.', {
        nextStep: 'Sign in, or send "Authorization: Bearer stow_…".',
      });
    }
    const actor: Actor = {
      kind: 'user',
      userId: user.id,
      name: user.email,
      role: user.role,
      sessionId: session.id,
      tokenId: null,
      address: clientAddress(request),
    };
    return { actor, only: null, sessionSecret: secret };
  }

  private async enabledUser(id: string): Promise<User | null> {
    return this.database.read.findOneBy(User, { id, disabled: false });
  }
}
