import { ApiProperty } from '@nestjs/swagger';
import { IsString, IsUUID, Length, Matches } from 'class-validator';
import { MayBeLeftOut } from '../../../http/left-out.decorator';

/** The user's own OAuth client, of the type "Web application". */
export class ConnectGoogleDto {
  /** @example 1234567890-abc.apps.googleusercontent.com */
  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 200)
  clientId?: string;

  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 200)
  clientSecret?: string;

  /** The destination whose access is renewed: what is left out is taken from it. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @IsUUID()
  destinationId?: string;
}

export class GoogleAttemptDto {
  id: string;

  /** Of Google's page, where the user decides. */
  url: string;

  /** Where Google sends the browser back to: it must be among the authorized redirect URIs of the client. */
  redirectUri: string;

  expiresAt: Date;
}

/** What Google's page gave the browser: a code, or an error. */
export class GoogleAnswerDto {
  @IsString()
  @Length(1, 200)
  state: string;

  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 2_000)
  code?: string;

  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @Matches(/^[\w.-]{1,100}$/)
  error?: string;
}
