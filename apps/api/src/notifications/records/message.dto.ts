import { ApiProperty } from '@nestjs/swagger';

export class MessageFieldDto {
  label: string;

  value: string;
}

/** A message as it would be sent now; nothing is sent. */
export class DigestPreviewDto {
  subject: string;

  text: string;

  @ApiProperty({ type: 'string', nullable: true })
  effect: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  nextStep: string | null;

  fields: MessageFieldDto[];

  @ApiProperty({ type: 'string', nullable: true })
  link: string | null;

  /** When the next digest is due; null: none is. */
  @ApiProperty({ type: Date, nullable: true })
  nextAt: Date | null;
}
