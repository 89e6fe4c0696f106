import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Public } from '../access';
import { clientAddress } from '../guard/client-address';
import type { UserDto } from '../users/user.dto';
import { toUserDto } from '../users/user.mapper';
import { SetupDto, type SetupStateDto } from './setup.dto';
import { Setup } from './setup.service';

@Controller('accounts/setup')
export class SetupController {
  constructor(private readonly setup: Setup) {}

  /** Whether the first owner is still to be made. */
  @Public()
  @Get()
  async getSetup(): Promise<SetupStateDto> {
    return { open: await this.setup.isOpen() };
  }

  /** Makes the first owner. */
  @Public()
  @Post()
  async completeSetup(@Body() body: SetupDto, @Req() request: Request): Promise<UserDto> {
    return toUserDto(await this.setup.complete(body, clientAddress(request)));
  }
}
