import { Body, Controller, Get, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { version } from '../../version';
import { Access, CurrentActor, type Actor } from '../access';
import { visitorOf } from '../guard/client-address';
import { SignedInDto } from '../login/login.dto';
import { LoginCookies } from '../sessions/login-cookies';
import { UserDto } from '../users/user.dto';
import { toUserDto } from '../users/user.mapper';
import { ChangePasswordDto, MeDto, UpdateMeDto } from './profile.dto';
import { Profile } from './profile.service';

@Controller('accounts/me')
export class ProfileController {
  constructor(
    private readonly profile: Profile,
    private readonly cookies: LoginCookies,
  ) {}

  /** Who asks, and what they may do. */
  @Access('viewer')
  @Get()
  async getMe(@CurrentActor() { kind, userId, role }: Actor, @Req() request: Request): Promise<MeDto> {
    const secret = kind === 'user' ? this.cookies.sessionSecret(request) : null;
    const xsrfToken = secret === null ? null : this.cookies.xsrfToken(secret);
    return { user: toUserDto(await this.profile.get(userId)), role, xsrfToken, version };
  }

  /** Changes one's own name or e-mail address. */
  @Access('viewer', { sessionOnly: true })
  @Patch()
  async updateMe(@CurrentActor() actor: Actor, @Body() body: UpdateMeDto): Promise<UserDto> {
    return toUserDto(await this.profile.update(actor, body));
  }

  /** Changes one's own password. All login sessions end; this browser gets a new one. */
  @Access('viewer', { sessionOnly: true })
  @HttpCode(200)
  @Post('password')
  async changePassword(
    @CurrentActor() actor: Actor,
    @Body() body: ChangePasswordDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedInDto> {
    const { sessionSecret, deviceSecret } = await this.profile.changePassword(actor, body, visitorOf(request));
    this.cookies.setSession(response, sessionSecret);
    this.cookies.setDevice(response, deviceSecret);
    const user = toUserDto(await this.profile.get(actor.userId));
    return { user, xsrfToken: this.cookies.xsrfToken(sessionSecret) };
  }
}
