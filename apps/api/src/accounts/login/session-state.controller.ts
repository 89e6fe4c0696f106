import { Controller, Get, Req } from '@nestjs/common';
import type { Request } from 'express';
import { ApiError } from '../../errors/api-error';
import { version } from '../../version';
import { Public } from '../access';
import { Identify, type Identity } from '../guard/identify.service';
import { Profile } from '../profile/profile.service';
import { LoginCookies } from '../sessions/login-cookies';
import { Setup } from '../setup/setup.service';
import { toUserDto } from '../users/user.mapper';
import type { SessionStateDto } from './session-state.dto';

/** What a page asks before it knows anybody: that nobody is signed in is an answer here, not an error. */
@Controller('accounts/session')
export class SessionStateController {
  constructor(
    private readonly identify: Identify,
    private readonly profile: Profile,
    private readonly cookies: LoginCookies,
    private readonly setup: Setup,
  ) {}

  /** Who is signed in with this browser, if anybody is, and whether the first owner is still to be made. An API token is no browser. */
  @Public()
  @Get()
  async getSession(@Req() request: Request): Promise<SessionStateDto> {
    const { actor, sessionSecret = null } = (await this.identityOf(request)) ?? {};
    if (actor === undefined || sessionSecret === null) return { me: null, setupOpen: await this.setup.isOpen() };
    const user = toUserDto(await this.profile.get(actor.userId));
    return {
      me: { user, role: actor.role, xsrfToken: this.cookies.xsrfToken(sessionSecret), version },
      setupOpen: false,
    };
  }

  private async identityOf(request: Request): Promise<Identity | null> {
    try {
      return await this.identify.of(request);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'SIGN_IN_REQUIRED') return null;
      throw error;
    }
  }
}
