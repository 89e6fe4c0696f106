import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule, type ActingRequest } from '../access';
import { fail } from '../accounts.errors';
import { roles, type Role } from '../user.entity';
import { CrossSite } from './cross-site';
import { Identify, type Identity } from './identify.service';

/** Stands before every route. Closed by default: a route without a rule is nobody's. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly identify: Identify,
    private readonly crossSite: CrossSite,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, targets);
    const request = context.switchToHttp().getRequest<ActingRequest>();
    if (rule?.role === 'anyone') {
      if (request.headers.authorization === undefined) this.crossSite.checkOrigin(request);
      return true;
    }
    const identity = await this.identify.of(request, { isUse: rule?.background !== true });
    if (identity.sessionSecret !== null) this.crossSite.checkCookie(request, identity.sessionSecret);
    judge(rule, identity);
    request.actor = identity.actor;
    return true;
  }
}

/** @throws ApiError `NOT_ALLOWED`, `SESSION_ONLY` */
function judge(rule: AccessRule | undefined, { actor, only }: Identity): void {
  if (rule === undefined || rule.role === 'anyone') throw fail('NOT_ALLOWED', 'Nobody may use this address.');
  if (only !== null) {
    if (rule.scope === only) return;
    throw fail('NOT_ALLOWED', `The API token may only be used for ${only}.`, {
      nextStep: 'Use a token with the scope viewer, operator or owner.',
    });
  }
  if (rule.sessionOnly === true && actor.kind === 'token') {
    throw fail('SESSION_ONLY', 'API tokens may not do this, because it could hand out more rights.', {
      nextStep: 'Sign in with e-mail and password.',
    });
  }
  if (roles.indexOf(actor.role) < roles.indexOf(rule.role)) throw tooLow(rule.role, actor.role);
}

const tooLow = (needed: Role, has: Role): Error =>
  fail('NOT_ALLOWED', `This needs the role ${needed}; yours is ${has}.`, { nextStep: 'Ask an owner of this service.' });
