import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { TokenScope } from './api-token.entity';
import type { Role } from './user.entity';

/** Who asks. Set by the global guard on every request that isn't public. */
export interface Actor {
  readonly kind: 'user' | 'token';
  readonly userId: string;
  /** E-mail of the user, or the token's name. */
  readonly name: string;
  readonly role: Role;
  readonly sessionId: string | null;
  readonly tokenId: string | null;
  readonly address: string;
}

export interface AccessRule {
  /** The least role. `anyone`: no sign-in. */
  readonly role: Role | 'anyone';
  /** A token of this narrow scope will do too. */
  readonly scope?: TokenScope;
  /** Only a person with a login session, no API token: what could hand out more rights. */
  readonly sessionOnly?: boolean;
  /** Open pages ask it by themselves: it is no use of the login session, which goes idle as if nobody had asked. */
  readonly background?: boolean;
}

export const ACCESS_RULE = 'stowbase:access';

/** Every route needs one of these three, on the handler or its controller; a route without any is closed and fails the route-table test. */
export const Access = (role: Role, more: Omit<AccessRule, 'role'> = {}): CustomDecorator =>
  SetMetadata(ACCESS_RULE, { ...more, role } satisfies AccessRule);

/** Open to anyone who reaches the port. */
export const Public = (): CustomDecorator => SetMetadata(ACCESS_RULE, { role: 'anyone' } satisfies AccessRule);

export interface ActingRequest extends Request {
  actor?: Actor;
}

/** The one who asks, in a handler that isn't public. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ActingRequest>();
  if (actor === undefined) throw new Error('a public route has no actor');
  return actor;
});
