import { IsString, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../http/left-out.decorator';

export class EventsQueryDto {
  /** The last id that was seen, of `latestEvent` of a reply or of an event. Left out: from now on. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(40)
  lastEventId?: string;
}
