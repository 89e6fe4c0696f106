import { IsOptional, IsString, MaxLength } from 'class-validator';

export class EventsQueryDto {
  /** The last id that was seen, of `latestEvent` of a reply or of an event. Left out: from now on. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  lastEventId?: string;
}
