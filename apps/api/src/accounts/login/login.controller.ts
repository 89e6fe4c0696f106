import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Access, CurrentActor, Public, type Actor } from '../access';
import { Database } from '../../database/database';
import { clientAddress } from '../guard/client-address';
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
    const visitor = { address: clientAddress(request), userAgent: request.headers['user-agent'] ?? '' };
    const { user, secret } = await this.login.signIn(body, visitor, this.cookies.sessionSecret(request));
    this.cookies.setSession(response, secret);
    return { user: toUserDto(user), xsrfToken: this.cookies.xsrfToken(secret) };
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
