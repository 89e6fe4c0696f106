import type { BackupProgressDto } from '../../api/models/backup-progress-dto';
import type { DashboardCopyDto } from '../../api/models/dashboard-copy-dto';
import type { DashboardProjectDto } from '../../api/models/dashboard-project-dto';
import type { LastGoodDto } from '../../api/models/last-good-dto';
import type { RunStage } from '../../api/models/run-stage';
import { wordOf } from '../../charts/ladder/ladder';
import { bytes } from '../../format/bytes';
import { duration, span } from '../../format/duration';
import { moment } from '../../format/moment';
import { copyWords, runWords } from '../../states/words';

/** Where a run is, in one word. */
const stageWords: Readonly<Record<RunStage, string>> = {
  connect: $localize`Connect`,
  snapshot: $localize`Snapshot`,
  roles: $localize`Dump`,
  schema: $localize`Dump`,
  data: $localize`Dump`,
  finish: $localize`Dump`,
  commit: $localize`Store`,
};

/** Below when the last good backup was: the clock and how it is, or how long it took. */
export function lastGoodText({ at, shownStatus, seconds }: LastGoodDto, now: Date): string {
  const said = shownStatus === 'complete' ? (seconds === null ? '' : duration(seconds)) : runWords[shownStatus].word;
  return [shortMoment(at, now), said].filter((part) => part !== '').join(' · ');
}

/** `02:30` today, `02:30 tomorrow`, else `23 Nov 08:30`. */
export function shortMoment(at: string, now: Date): string {
  const date = new Date(at);
  const whole = moment(date, now);
  const days = dayNumber(date) - dayNumber(now);
  if (days === 0) return whole.slice(-5);
  return days === 1 ? $localize`${whole.slice(-5)} tomorrow` : whole;
}

/** Days of the viewer's calendar. */
const dayNumber = (date: Date): number =>
  Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);

/** `Dump · ≈ 16 %`; without an estimate what was read so far. */
export function progressText(progress: BackupProgressDto | null): string {
  if (progress === null) return '';
  const stage = stageWords[progress.stage];
  if (progress.percent !== null) return $localize`${stage}:stage: · ≈ ${progress.percent}:percent: %`;
  return progress.rawBytes > 0 ? `${stage} · ${bytes(progress.rawBytes)}` : stage;
}

/** How many of the four checks hold. Behind each upload the size is read again, so a copy that is stored has the first. */
export function levelOf(lastGood: LastGoodDto | null): number {
  if (lastGood === null) return 0;
  return lastGood.verifiedAt === null ? 1 : lastGood.verifiedLevel + 1;
}

/** `Checksum · 5 h` */
export function checkText(lastGood: LastGoodDto | null, now: Date): string {
  const word = wordOf(levelOf(lastGood));
  const at = lastGood?.verifiedAt ?? lastGood?.at;
  return at === undefined ? word : `${word} · ${span(new Date(at), now)}`;
}

export const isThere = ({ status }: DashboardCopyDto): boolean => status === 'stored' || status === 'delivered';

/** Of the drawings that stand for destinations. */
export const copiesText = ({ copies }: LastGoodDto): string =>
  copies.map(({ name, status }) => `${name}: ${copyWords[status].word}`).join(', ');

/** The picture beside it in a sentence. */
export function sizeText({ name, sizes }: DashboardProjectDto): string {
  const known = sizes.filter((size) => size !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return $localize`No backup of ${name} in 90 days`;
  return $localize`Sizes of ${name} in 90 days: from ${bytes(first)} to ${bytes(last)}`;
}
