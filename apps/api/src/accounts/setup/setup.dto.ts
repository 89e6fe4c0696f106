import { IsEmail, IsString, MaxLength } from 'class-validator';
import { IsName } from '../../names/name.decorator';

export class SetupStateDto {
  /** True until the first owner exists. */
  open: boolean;
}

export class SetupDto {
  /** From the service's log, or SETUP_TOKEN. */
  @IsString()
  @MaxLength(200)
  token: string;

  @IsEmail()
  @MaxLength(254)
  email: string;

  /** How other users see you. */
  @IsName()
  name: string;

  /** 12–128 characters. */
  @IsString()
  @MaxLength(1000)
  password: string;
}
