import type { User } from '../user.entity';
import type { UserDto } from './user.dto';

export const toUserDto = (user: User): UserDto => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  totpEnabled: user.totpEnabled,
  disabled: user.disabled,
  lastLoginAt: user.lastLoginAt?.toISOString() ?? null,
  createdAt: user.createdAt.toISOString(),
  version: user.version,
});
