import type { TokenScope } from '../api-token.entity';
import { roles, type Role } from '../user.entity';

/** Never more than the one who made the token may do today. */
export function tokenRole(scope: TokenScope, role: Role): Role {
  if (scope === 'metrics') return 'viewer';
  return roles.indexOf(scope) < roles.indexOf(role) ? scope : role;
}
