import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import type { Actor } from '../access';
import { LoginSessions } from '../sessions/login-sessions.service';
import { ApiTokens } from '../tokens/api-tokens.service';
import { tokenRole } from '../tokens/token-role';
import { User, type Role } from '../user.entity';

/** Who made something that works without signing in, and how they were signed in then. */
export type Maker = Pick<Actor, 'userId' | 'sessionId' | 'tokenId'>;

/** What somebody may do now who asked for something a while ago. */
@Injectable()
export class CurrentRole {
  constructor(
    private readonly database: Database,
    private readonly sessions: LoginSessions,
    private readonly tokens: ApiTokens,
  ) {}

  /** Null: nothing any more. The login session is over (also by idling), the API token is, or the user is disabled or gone. */
  async of({ userId, sessionId, tokenId }: Maker): Promise<Role | null> {
    const user = await this.database.read.findOneBy(User, { id: userId, disabled: false });
    if (user === null) return null;
    if (sessionId !== null) return (await this.sessions.isLive(sessionId)) ? user.role : null;
    const token = tokenId === null ? null : await this.tokens.valid(tokenId);
    return token === null ? null : tokenRole(token.scope, user.role);
  }
}
