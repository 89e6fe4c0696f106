import { IsEmail, IsString, Length, MaxLength } from 'class-validator';

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
  @IsString()
  @Length(1, 100)
  name: string;

  /** 12–128 characters. */
  @IsString()
  @MaxLength(1000)
  password: string;
}
