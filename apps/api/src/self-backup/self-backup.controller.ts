import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../accounts/access';
import { SelfBackupDto, SelfBackupStateDto, UpdateSelfBackupDto } from './self-backup.dto';
import { toSelfBackupDto } from './self-backup.mapper';
import { SelfBackupState } from './self-backup-state';

@ApiTags('system')
@Controller('system/self-backup')
@Access('owner')
export class SelfBackupController {
  constructor(private readonly state: SelfBackupState) {}

  /** Says when the service backed up its own records, where they lie, and what opens them. */
  @Get()
  getSelfBackup(): Promise<SelfBackupStateDto> {
    return this.state.show();
  }

  /** Changes what is given. */
  @Patch()
  updateSelfBackup(@Body() body: UpdateSelfBackupDto, @CurrentActor() actor: Actor): Promise<SelfBackupStateDto> {
    return this.state.update(body, actor);
  }

  /** Backs up the records now. */
  @Post()
  @HttpCode(202)
  async runSelfBackup(@CurrentActor() actor: Actor): Promise<SelfBackupDto> {
    return toSelfBackupDto(await this.state.ask(actor), []);
  }
}
