import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { IdPipe } from '../../http/id.pipe';
import { mapPage } from '../../paging/page-of';
import { PageQueryDto } from '../../paging/page-query.dto';
import { Access, CurrentActor, Public, type Actor } from '../access';
import { clientAddress } from '../guard/client-address';
import type { PasswordLink } from './password-links.service';
import { PasswordLinks } from './password-links.service';
import { UserDto } from './user.dto';
import { toUserDto } from './user.mapper';
import {
  CreatedUserDto,
  CreateUserDto,
  PasswordLinkDto,
  UpdateUserDto,
  UsePasswordLinkDto,
  UsersDto,
} from './users.dto';
import { Users } from './users.service';

@Controller('accounts')
export class UsersController {
  constructor(
    private readonly users: Users,
    private readonly links: PasswordLinks,
  ) {}

  @Access('owner')
  @Get('users')
  async listUsers(@Query() page: PageQueryDto): Promise<UsersDto> {
    return mapPage(await this.users.list(page), toUserDto);
  }

  /** Makes an account, with an initial password or a link by which the user chooses one. */
  @Access('owner', { sessionOnly: true })
  @Post('users')
  async createUser(@CurrentActor() actor: Actor, @Body() body: CreateUserDto): Promise<CreatedUserDto> {
    const { user, link } = await this.users.create(actor, body);
    return { user: toUserDto(user), passwordLink: link === null ? null : toPasswordLinkDto(link) };
  }

  @Access('owner')
  @Get('users/:id')
  async getUser(@Param('id', IdPipe) id: string): Promise<UserDto> {
    return toUserDto(await this.users.get(id));
  }

  /** Changes name or role, disables or enables; never the last owner. */
  @Access('owner', { sessionOnly: true })
  @Patch('users/:id')
  async updateUser(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: UpdateUserDto,
  ): Promise<UserDto> {
    return toUserDto(await this.users.update(actor, id, body));
  }

  /** Makes a link by which the user chooses a new password; an earlier one is void. */
  @Access('owner', { sessionOnly: true })
  @Post('users/:id/password-link')
  async createPasswordLink(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<PasswordLinkDto> {
    return toPasswordLinkDto(await this.users.createLink(actor, id));
  }

  /** Chooses a password by a one-time link. Signing in is a second step. */
  @Public()
  @HttpCode(204)
  @Post('password-link')
  async usePasswordLink(@Body() { token, password }: UsePasswordLinkDto, @Req() request: Request): Promise<void> {
    await this.links.use(token, password, clientAddress(request));
  }
}

const toPasswordLinkDto = ({ url, expiresAt }: PasswordLink): PasswordLinkDto => ({
  url,
  expiresAt: expiresAt.toISOString(),
});
