import { ApiProperty } from '@nestjs/swagger';
import { roles, type Role } from '../user.entity';

export class UserDto {
  id: string;

  email: string;

  name: string;

  /** Viewers read, operators also run and restore, owners do everything. */
  @ApiProperty({ enum: roles, enumName: 'Role' })
  role: Role;

  /** Signing in needs a code of an authenticator app too. */
  totpEnabled: boolean;

  /** Can't sign in, and none of the API tokens made by this user works. */
  disabled: boolean;

  /** Null: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastLoginAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  /** To be sent back with a change. */
  @ApiProperty({ type: 'integer' })
  version: number;
}
