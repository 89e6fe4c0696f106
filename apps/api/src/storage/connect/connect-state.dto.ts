import { ApiProperty } from '@nestjs/swagger';

export const connectStatuses = ['waiting', 'done', 'refused'] as const;
export type ConnectStatus = (typeof connectStatuses)[number];

/** An account is connected; what was granted stays in the service. */
export class ConnectedDto {
  /** To be sent when a destination is tested, created or changed: once, by this login session. */
  credentialsId: string;

  /** Whose account it is: e-mail or login name; null: it doesn't say. */
  @ApiProperty({ type: 'string', nullable: true })
  account: string | null;

  expiresAt: Date;
}

/** As of an error's reply. */
export class ConnectProblemDto {
  /** Stable, for programs. */
  code: string;

  /** One sentence. */
  detail: string;

  @ApiProperty({ type: 'string', nullable: true })
  nextStep: string | null;
}

export class ConnectStateDto {
  /** `waiting`: for its user, in another tab. */
  @ApiProperty({ enum: connectStatuses, enumName: 'ConnectStatus' })
  status: ConnectStatus;

  /** Only when it is done. */
  @ApiProperty({ type: () => ConnectedDto, nullable: true })
  connected: ConnectedDto | null;

  /** Why it was refused; or, while it waits, why nothing is known now. */
  @ApiProperty({ type: () => ConnectProblemDto, nullable: true })
  problem: ConnectProblemDto | null;
}
