import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Access, CurrentActor, Public, type Actor } from '../access';
import { Database } from '../../database/database';
import { visitorOf } from '../guard/client-address';
import { LoginCookies } from '../sessions/login-cookies';
import { LoginSessions } from '../sessions/login-sessions.service';
import { toUserDto } from '../users/user.mapper';
import { LoginDto, type SignedInDto } from './login.dto';
import { Login } from './login.service';

@Controller('accounts')
export class LoginController {
  constructor(
    private readonly login: Login,
    private readonly cookies: LoginCookies,
    private readonly sessions: LoginSessions,
    private readonly database: Database,
  ) {}

  /** Signs in; the session is in a cookie. */
  @Public()
  @HttpCode(200)
  @Post('login')
  async signIn(
    @Body() body: LoginDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedInDto> {
    const earlier = { session: this.cookies.sessionSecret(request), device: this.cookies.deviceSecret(request) };
    const { user, sessionSecret, deviceSecret } = await this.login.signIn(body, visitorOf(request), earlier);
    this.cookies.setSession(response, sessionSecret);
    this.cookies.setDevice(response, deviceSecret);
    return { user: toUserDto(user), xsrfToken: this.cookies.xsrfToken(sessionSecret) };
  }

  /** Ends this login session. */
  @Access('viewer', { sessionOnly: true })
  @HttpCode(204)
  @Post('logout')
  async signOut(@CurrentActor() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<void> {
    const { userId, sessionId } = actor;
    if (sessionId !== null) await this.database.write((manager) => this.sessions.end(manager, userId, sessionId));
    this.cookies.clearSession(response);
  }
}
