import { ApiProperty } from '@nestjs/swagger';

export class LoginSessionDto {
  id: string;

  /** This very one. */
  current: boolean;

  address: string;

  /** What the browser calls itself. */
  userAgent: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  /** To the minute. */
  @ApiProperty({ format: 'date-time' })
  seenAt: string;

  /** At the latest; 30 minutes without a request end it too. */
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export class LoginSessionsDto {
  items: LoginSessionDto[];
}
