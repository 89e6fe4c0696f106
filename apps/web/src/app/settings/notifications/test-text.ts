import type { ChannelTestDto } from '../../api/models/channel-test-dto';
import { clockTime } from '../../format/moment';

/** What became of a test message, in a sentence or two. */
export function testText({ at, ms, problem, notices }: ChannelTestDto): string {
  const when = clockTime(new Date(at));
  const took = Math.max(0.1, ms / 1_000).toFixed(1);
  const result =
    problem === null
      ? $localize`at ${when}:time: in ${took}:seconds: s. See whether it has arrived.`
      : $localize`at ${when}:time:: ${problem.text}:problem: ${problem.nextStep}:next:`;
  return [result, ...notices.map(({ message }) => message)].join(' ');
}
