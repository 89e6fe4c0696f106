import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsInt, IsString, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { IsName } from '../../names/name.decorator';
import { roles, type Role } from '../user.entity';
import { UserDto } from './user.dto';

export class CreateUserDto {
  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsName()
  name: string;

  @ApiProperty({ enum: roles, enumName: 'Role' })
  @IsIn(roles)
  role: Role;

  /** 12–128 characters; left out: the user chooses one by a link. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(1000)
  password?: string;
}

export class PasswordLinkDto {
  /** To be given to the user; works once. */
  url: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export class CreatedUserDto {
  user: UserDto;

  /** Null: an initial password was given. */
  @ApiProperty({ type: PasswordLinkDto, nullable: true })
  passwordLink: PasswordLinkDto | null;
}

export class UpdateUserDto {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @ApiPropertyOptional({ enum: roles, enumName: 'Role' })
  @MayBeLeftOut()
  @IsIn(roles)
  role?: Role;

  /** True: every login session ends, and no API token of the user works. */
  @MayBeLeftOut()
  @IsBoolean()
  disabled?: boolean;

  /** The version that was read. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  version: number;
}

export class UsersDto {
  items: UserDto[];

  /** Cursor of the next page; null: this was the last. */
  @ApiProperty({ type: String, nullable: true })
  next: string | null;
}

export class UsePasswordLinkDto {
  /** What follows `#` in the link. */
  @IsString()
  @MaxLength(200)
  token: string;

  /** 12–128 characters. */
  @IsString()
  @MaxLength(1000)
  password: string;
}
