import type { LoginSession } from '../login-session.entity';
import type { LoginSessionDto } from './sessions.dto';

export const toLoginSessionDto = (session: LoginSession, currentId: string | null): LoginSessionDto => ({
  id: session.id,
  current: session.id === currentId,
  address: session.address,
  userAgent: session.userAgent,
  createdAt: session.createdAt.toISOString(),
  seenAt: session.seenAt.toISOString(),
  expiresAt: session.expiresAt.toISOString(),
});
