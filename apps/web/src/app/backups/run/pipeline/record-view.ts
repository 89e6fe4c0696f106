import type { BackupCopyDto } from '../../../api/models/backup-copy-dto';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { BackupProfileDto } from '../../../api/models/backup-profile-dto';
import type { BoxState, PipelineBox, PipelineView } from '../../../charts/pipeline/pipeline-view';
import { bytes, rate } from '../../../format/bytes';
import { count } from '../../../format/count';
import { duration } from '../../../format/duration';
import { copyWords } from '../../../states/words';
import { stoppedAt, type StoppedAt } from './stopped-at';
import { recordCaption } from './record-caption';
import { boxTitles, isPast, ratio, reading, secondsIn, type StageBox } from './stages';

/** A run that is over, as a picture: means in place of rates, and where it stopped. */
export function recordView(backup: BackupDto): PipelineView {
  const at = stoppedAt(backup);
  const { profile } = backup;
  const seconds = profile === null ? 0 : secondsIn(profile.stages, ...reading);
  const mean = (amount: number): number | null => (seconds > 0 && amount > 0 ? amount / seconds : null);
  return {
    stages: profile === null ? emptyStages(backup) : stagesOf(backup, profile, at, mean),
    destinations: backup.copies.map((copy) => copyBox(copy, at, mean)),
    bottleneck: slowest(backup),
    caption: recordCaption(backup, at),
  };
}

/** Only where it is known: that the archive was slower doesn't say which part of it was. */
function slowest({ profile }: BackupDto): string | null {
  const dump = profile?.waitedForDump ?? null;
  const archive = profile?.waitedForArchive ?? null;
  return dump !== null && archive !== null && dump > 1 && dump > archive * 1.5 ? 'dump' : null;
}

const order: readonly StageBox[] = ['snapshot', 'dump', 'scan', 'compress', 'encrypt'];

function stagesOf(
  backup: BackupDto,
  profile: BackupProfileDto,
  at: StoppedAt | null,
  mean: (amount: number) => number | null,
): PipelineBox[] {
  const raw = backup.rawBytes ?? profile.rawBytes;
  const archive = backup.storedBytes ?? profile.archiveBytes;
  const read = secondsIn(profile.stages, ...reading);
  const speed = (flow: number | null): string => (flow === null ? '' : rate(flow));
  const first: Record<StageBox, string> = {
    snapshot: read > 0 ? $localize`held ${duration(read)}` : '',
    dump: speed(mean(raw)),
    scan: speed(mean(raw)),
    compress: ratio(raw, archive, backup.options),
    encrypt: backup.encrypted ? speed(mean(archive)) : $localize`not encrypted`,
  };
  const second: Record<StageBox, string> = {
    snapshot: profile.tablesTotal > 0 ? $localize`${count(profile.tablesTotal)} tables` : '',
    dump: raw > 0 ? $localize`${bytes(raw)} read` : '',
    scan: profile.rows > 0 ? $localize`${count(profile.rows)} rows` : '',
    compress: archive > 0 ? $localize`${bytes(archive)} out` : '',
    encrypt: backup.encrypted && archive > 0 ? bytes(archive) : '',
  };
  return order.map((id) => {
    const state = stateOf(id, backup, at);
    const took = at !== null && at.part === id ? afterText(at.seconds) : null;
    return {
      id,
      title: boxTitles[id],
      state,
      first: took ?? (state === 'stopped' ? $localize`stopped` : first[id]),
      second: second[id],
      flow: id === 'snapshot' ? null : flowInto(id, at, mean(raw), mean(archive)),
    };
  });
}

function stateOf(id: StageBox, { encrypted }: BackupDto, at: StoppedAt | null): BoxState {
  if (id === 'encrypt' && !encrypted) return 'off';
  if (at === null) return 'done';
  if (at.part === 'destinations') return destinationsStopped(id, at);
  const here = order.indexOf(id);
  const there = order.indexOf(at.part);
  if (here < there) return 'done';
  return here === there && at.failed ? 'failed' : 'stopped';
}

/** Whatever was being read then was not read to its end. */
function destinationsStopped(id: StageBox, { stage }: StoppedAt): BoxState {
  if (stage === 'commit') return 'done';
  return id === 'snapshot' && isPast(stage, 'connect') ? 'done' : 'stopped';
}

/** Up to where it stopped something had flowed; behind it nothing came out that counts. */
function flowInto(id: StageBox, at: StoppedAt | null, raw: number | null, archive: number | null): number | null {
  const reached = at === null || at.part === 'destinations' || order.indexOf(id) <= order.indexOf(at.part);
  if (!reached) return null;
  return id === 'encrypt' ? archive : raw;
}

function copyBox(copy: BackupCopyDto, at: StoppedAt | null, mean: (amount: number) => number | null): PipelineBox {
  const box = { id: copy.id, title: copy.destinationName, first: '' };
  const word = copyWords[copy.status].word;
  const size = copy.size === null ? '' : bytes(copy.size);
  switch (copy.status) {
    case 'stored':
    case 'delivered':
      return { ...box, state: 'done', first: size, second: word, flow: mean(copy.size ?? 0) };
    case 'missing':
    case 'damaged':
      return { ...box, state: 'failed', second: word, flow: mean(copy.size ?? 0) };
    case 'failed':
      return {
        ...box,
        state: at === null || at.part === 'destinations' ? 'failed' : 'stopped',
        second: word,
        flow: null,
      };
    case 'pending':
    case 'uploading':
    case 'delete_pending':
    case 'deleted':
      return { ...box, state: 'stopped', first: size, second: word, flow: mean(copy.size ?? 0) };
  }
}

const afterText = (seconds: number): string =>
  seconds < 0.1 ? $localize`at once` : $localize`after ${duration(seconds)}`;

const emptyStages = ({ encrypted }: BackupDto): PipelineBox[] =>
  order.map((id) => ({
    id,
    title: boxTitles[id],
    state: id === 'encrypt' && !encrypted ? 'off' : 'stopped',
    first: id === 'encrypt' && !encrypted ? $localize`not encrypted` : $localize`not begun`,
    second: '',
    flow: null,
  }));
