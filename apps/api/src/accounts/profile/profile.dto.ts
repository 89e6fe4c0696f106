import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsInt, IsString, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { IsName } from '../../names/name.decorator';
import { roles, type Role } from '../user.entity';
import { UserDto } from '../users/user.dto';

export class MeDto {
  /** The signed-in user, or the one who made the API token. */
  user: UserDto;

  /** What this request may do: of a token, never more than its user may. */
  @ApiProperty({ enum: roles, enumName: 'Role' })
  role: Role;

  /** To be sent as X-XSRF-TOKEN with each write by cookie; null: an API token needs none. */
  @ApiProperty({ type: String, nullable: true })
  xsrfToken: string | null;

  /** Of the service. */
  version: string;
}

export class UpdateMeDto {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  /** To sign in with; a new one asks for `password`. */
  @MayBeLeftOut()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  /** The one you sign in with; only needed for a new e-mail address. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(1000)
  password?: string;

  /** The version that was read. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  version: number;
}

export class ChangePasswordDto {
  /** The one you sign in with. */
  @IsString()
  @MaxLength(1000)
  password: string;

  /** 12–128 characters. */
  @IsString()
  @MaxLength(1000)
  newPassword: string;
}
