import type { BackupDto } from '../../../api/models/backup-dto';
import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';
import type { CopyProgressDto } from '../../../api/models/copy-progress-dto';
import type { BoxState, PipelineBox, PipelineView } from '../../../charts/pipeline/pipeline-view';
import { bytes, rate } from '../../../format/bytes';
import { count } from '../../../format/count';
import { duration } from '../../../format/duration';
import { bottleneckOf } from './bottleneck';
import { liveCaption } from './live-caption';
import { boxTitles, isPast, ratio, reading, secondsIn, type StageBox } from './stages';
import { stalledAfter, type Rates } from './throughput';

/** A run that is queued, running or finishing, as a picture. @param progress null: it hasn't begun */
export function liveView(backup: BackupDto, progress: BackupProgressDto | null, rates: Rates): PipelineView {
  if (progress === null) return waitingView(backup);
  const bottleneck = bottleneckOf(progress, rates);
  return {
    stages: stagesOf(backup, progress, rates),
    destinations: progress.copies.length > 0 ? copiesOf(progress, rates) : waitingCopies(backup),
    bottleneck: bottleneck === null ? null : bottleneck.is === 'copy' ? bottleneck.copy.copyId : bottleneck.is,
    caption: liveCaption(progress, rates, bottleneck),
  };
}

function stagesOf(backup: BackupDto, progress: BackupProgressDto, rates: Rates): PipelineBox[] {
  const { stage, rawBytes, archiveBytes, rows, tablesTotal, stages } = progress;
  const work: BoxState = !isPast(stage, 'snapshot') ? 'waiting' : stage === 'commit' ? 'done' : 'running';
  // When a destination takes nothing, the database is not what is waited for.
  const isQuiet = rates.quietDump >= stalledAfter && ![...rates.quiet.values()].some((quiet) => quiet >= stalledAfter);
  const flow = work === 'running' ? rates.raw : null;
  const out = work === 'running' ? rates.archive : null;
  const box = (id: StageBox, state: BoxState, first: string, second: string, into: number | null): PipelineBox => ({
    id,
    title: boxTitles[id],
    state,
    first: state === 'waiting' ? $localize`waiting` : first,
    second: state === 'waiting' ? '' : second,
    flow: into,
  });
  const held = duration(secondsIn(stages, ...reading));
  const rawRate = speed(flow);
  const archiveRate = speed(out);
  return [
    box(
      'snapshot',
      isPast(stage, 'snapshot') ? 'done' : 'running',
      isPast(stage, 'snapshot') ? $localize`held ${held}` : snapshotNow(stage),
      tablesTotal > 0 ? $localize`${count(tablesTotal)} tables` : '',
      null,
    ),
    isQuiet
      ? box(
          'dump',
          'stalled',
          $localize`nothing, ${duration(rates.quietDump)}`,
          $localize`${bytes(rawBytes)} read`,
          null,
        )
      : box('dump', work, rawRate, $localize`${bytes(rawBytes)} read`, flow),
    box('scan', work, rawRate, rows > 0 ? $localize`${count(rows)} rows` : '', flow),
    box('compress', work, fromTo(flow, out), ratio(rawBytes, archiveBytes, backup.options), flow),
    backup.encrypted
      ? box('encrypt', work, archiveRate, bytes(archiveBytes), out)
      : {
          id: 'encrypt',
          title: boxTitles.encrypt,
          state: 'off',
          first: $localize`not encrypted`,
          second: '',
          flow: out,
        },
  ];
}

const snapshotNow = (stage: BackupProgressDto['stage']): string =>
  stage === 'connect' ? $localize`connecting` : $localize`taking it`;

const speed = (flow: number | null): string => (flow === null ? '' : rate(flow));

/** `14.3 → 1.6 MiB/s` has no room: the unit is that of the boxes beside it. */
function fromTo(flow: number | null, out: number | null): string {
  if (flow === null || out === null) return speed(flow);
  const [from, unit] = rate(flow).split(' ');
  const [to, other] = rate(out).split(' ');
  return unit === other ? `${from} → ${to}` : `→ ${to} ${other}`;
}

function copiesOf(progress: BackupProgressDto, rates: Rates): PipelineBox[] {
  return progress.copies.map((copy) => {
    const quiet = rates.quiet.get(copy.copyId) ?? 0;
    const flow = copy.status === 'uploading' ? (rates.copies.get(copy.copyId) ?? null) : null;
    const box = { id: copy.copyId, title: copy.name, flow };
    if (copy.status === 'uploading' && quiet >= stalledAfter)
      return {
        ...box,
        state: 'stalled',
        first: rate(0),
        second: $localize`waiting for it, ${duration(quiet)}`,
        flow: null,
      };
    return { ...box, ...copyTexts(copy, progress, flow) };
  });
}

function copyTexts(
  { status, storedBytes }: CopyProgressDto,
  { stage }: BackupProgressDto,
  flow: number | null,
): Pick<PipelineBox, 'state' | 'first' | 'second'> {
  switch (status) {
    case 'waiting':
      return { state: 'waiting', first: '', second: $localize`waiting` };
    case 'failed':
      return { state: 'failed', first: '', second: $localize`not stored` };
    case 'stored':
      return { state: 'done', first: '', second: $localize`${bytes(storedBytes)} stored` };
    case 'uploading':
      return stage === 'commit'
        ? { state: 'running', first: '', second: $localize`${bytes(storedBytes)}, publishing` }
        : { state: 'running', first: speed(flow), second: $localize`${bytes(storedBytes)} taken` };
  }
}

const waitingCopies = ({ copies }: BackupDto): PipelineBox[] =>
  copies.map(({ id, destinationName, status }) => ({
    id,
    title: destinationName,
    state: status === 'failed' ? 'failed' : 'waiting',
    first: '',
    second: status === 'failed' ? $localize`not stored` : $localize`waiting`,
    flow: null,
  }));

function waitingView(backup: BackupDto): PipelineView {
  const boxes = Object.entries(boxTitles).map(([id, title]): PipelineBox => ({
    id,
    title,
    state: id === 'encrypt' && !backup.encrypted ? 'off' : 'waiting',
    first: id === 'encrypt' && !backup.encrypted ? $localize`not encrypted` : $localize`waiting`,
    second: '',
    flow: null,
  }));
  return {
    stages: boxes,
    destinations: waitingCopies(backup),
    bottleneck: null,
    caption: $localize`Nothing has begun yet.`,
  };
}
