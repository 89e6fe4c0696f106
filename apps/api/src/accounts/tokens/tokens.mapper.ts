import type { ApiToken } from '../api-token.entity';
import type { ApiTokenDto } from './tokens.dto';

export const toApiTokenDto = (token: ApiToken): ApiTokenDto => ({
  id: token.id,
  name: token.name,
  prefix: token.prefix,
  scope: token.scope,
  userId: token.userId,
  createdAt: token.createdAt.toISOString(),
  expiresAt: token.expiresAt?.toISOString() ?? null,
  lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  revokedAt: token.revokedAt?.toISOString() ?? null,
});
