import { IsString, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../../http/left-out.decorator';
import { UserDto } from '../users/user.dto';

export class LoginDto {
  @IsString()
  @MaxLength(254)
  email: string;

  @IsString()
  @MaxLength(1000)
  password: string;

  /** Of the authenticator app, or a recovery code: when the account asks for one (TOTP_REQUIRED). */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(40)
  code?: string;
}

export class SignedInDto {
  user: UserDto;

  /** To be sent as X-XSRF-TOKEN with each write by cookie; also in the cookie XSRF-TOKEN. */
  xsrfToken: string;
}
