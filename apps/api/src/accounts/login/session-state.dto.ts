import { ApiProperty } from '@nestjs/swagger';
import { MeDto } from '../profile/profile.dto';

export class SessionStateDto {
  /** Who is signed in with this browser; null: nobody. */
  @ApiProperty({ type: MeDto, nullable: true })
  me: MeDto | null;

  /** True until the first owner exists. */
  setupOpen: boolean;
}
