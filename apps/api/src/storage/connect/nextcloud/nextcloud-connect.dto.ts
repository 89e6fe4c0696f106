import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsString, Length, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../../../http/left-out.decorator';

export class ConnectNextcloudDto {
  /**
   * Of the server, as its users write it.
   * @example https://cloud.example.org
   */
  @IsString()
  @Length(1, 1_000)
  url: string;

  /** Plain http:// to a public host is wanted. */
  @ApiProperty({ required: false, default: false })
  @MayBeLeftOut()
  @IsBoolean()
  allowInsecure?: boolean;

  /** Certificates that signed the server's, PEM. */
  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(65_536)
  ca?: string;
}

export class NextcloudLoginDto {
  id: string;

  /** At the same server; to be opened in a tab of its own, where the user signs in and grants access. */
  loginUrl: string;

  expiresAt: Date;
}
