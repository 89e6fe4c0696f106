import type { Role } from '../../api/models/role';
import type { TokenScope } from '../../api/models/token-scope';

export interface Named<T> {
  readonly id: T;
  readonly name: string;
  readonly may: string;
}

/** In ascending order of what they may do. */
export const roles: readonly Named<Role>[] = [
  { id: 'viewer', name: $localize`Viewer`, may: $localize`reads everything but the activity and the users` },
  { id: 'operator', name: $localize`Operator`, may: $localize`also runs, cancels and downloads backups` },
  { id: 'owner', name: $localize`Owner`, may: $localize`does everything` },
];

export const scopes: readonly Named<TokenScope>[] = [
  { id: 'metrics', name: $localize`Metrics`, may: $localize`only reads the numbers for monitoring` },
  ...roles,
];

export const roleName = (role: TokenScope): string => scopes.find(({ id }) => id === role)?.name ?? role;
