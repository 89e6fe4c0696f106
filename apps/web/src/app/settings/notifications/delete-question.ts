import type { ChannelDto } from '../../api/models/channel-dto';
import type { Question } from '../../feedback/confirm-dialog';

/** Names the channel, and what goes with it. */
export function questionToDelete({ name, waiting }: ChannelDto): Question {
  const text = $localize`Nothing is told there any more, and its settings are forgotten. Backups go on as before.`;
  const lost =
    waiting === 1
      ? $localize`1 message that waits is not sent.`
      : $localize`${waiting} messages that wait are not sent.`;
  return {
    title: $localize`Delete the channel “${name}:name:”?`,
    text: waiting === 0 ? text : `${text} ${lost}`,
    action: $localize`Delete channel`,
  };
}
