import { IsString, MaxLength } from 'class-validator';

/** Offered, not yet in force. */
export class TotpOfferDto {
  /** For typing into the app, Base32. */
  secret: string;

  /** `otpauth://…`: what the picture says. */
  uri: string;

  /** The QR code, inline SVG. */
  qrCode: string;
}

export class TotpConfirmDto {
  @IsString()
  @MaxLength(1000)
  password: string;

  /** Of the authenticator app; except for enabling, a recovery code will do. */
  @IsString()
  @MaxLength(40)
  code: string;
}

export class RecoveryCodesDto {
  /** Each can be used once in place of the app; shown this once. */
  recoveryCodes: string[];
}
