import type { BackupProgressDto } from '../../../api/models/backup-progress-dto';

interface Sample {
  /** Milliseconds. */
  readonly at: number;
  readonly progress: BackupProgressDto;
}

/** Means over so long, milliseconds; the service tells what has changed, at most four times a second. */
const rateMs = 2_000;
const waitMs = 6_000;

/** Nothing moved for so long: it is told, seconds. */
export const stalledAfter = 30;

/** What a run does at a moment, as the page has seen it. Bytes a second; null: not seen for long enough. */
export interface Rates {
  readonly raw: number | null;
  readonly archive: number | null;
  /** By copy. */
  readonly copies: ReadonlyMap<string, number>;
  /** Seconds for which a copy that is behind has taken nothing, by copy. */
  readonly quiet: ReadonlyMap<string, number>;
  /** Seconds for which the database has sent nothing. */
  readonly quietDump: number;
  /** Who lets the other wait: the database, or compression, encryption and destinations. Null: neither clearly. */
  readonly slower: 'dump' | 'archive' | null;
}

export const noRates: Rates = {
  raw: null,
  archive: null,
  copies: new Map(),
  quiet: new Map(),
  quietDump: 0,
  slower: null,
};

/** Remembers the last seconds of what a run told. */
export class Throughput {
  private samples: Sample[] = [];
  private readonly moved = new Map<string, number>();
  private dumpMoved = 0;

  /** @param at milliseconds of a clock that only goes forward */
  add(at: number, progress: BackupProgressDto): void {
    const last = this.samples.at(-1)?.progress;
    const isNew = last === undefined || progress.attempt !== last.attempt || progress.rawBytes < last.rawBytes;
    if (isNew) {
      this.samples = [];
      this.moved.clear();
    }
    if (isNew || progress.rawBytes !== last.rawBytes || progress.stage !== last.stage) this.dumpMoved = at;
    const before = new Map((isNew ? [] : last.copies).map((copy) => [copy.copyId, copy.storedBytes]));
    for (const { copyId, storedBytes } of progress.copies) {
      const earlier = before.get(copyId);
      // One that had taken everything there was waited for us, not we for it.
      const wasBehind = earlier !== undefined && !isNew && earlier < last.archiveBytes;
      if (!wasBehind || earlier !== storedBytes) this.moved.set(copyId, at);
    }
    this.samples.push({ at, progress });
    const kept = this.samples.findLastIndex((sample) => sample.at <= at - waitMs);
    if (kept > 0) this.samples.splice(0, kept);
  }

  at(now: number): Rates {
    const last = this.samples.at(-1);
    if (last === undefined) return noRates;
    const from = this.since(now - rateMs);
    const seconds = (now - from.at) / 1_000;
    const mean = (later: number, earlier: number): number => Math.max(0, later - earlier) / seconds;
    const known = seconds >= 0.5;
    const { progress } = last;
    const earlier = new Map(from.progress.copies.map(({ copyId, storedBytes }) => [copyId, storedBytes]));
    return {
      raw: known ? mean(progress.rawBytes, from.progress.rawBytes) : progress.bytesPerSecond,
      archive: known ? mean(progress.archiveBytes, from.progress.archiveBytes) : null,
      copies: new Map(
        known
          ? progress.copies.map(({ copyId, storedBytes }) => [copyId, mean(storedBytes, earlier.get(copyId) ?? 0)])
          : [],
      ),
      quiet: this.quietCopies(now, progress),
      quietDump: progress.stage === 'data' ? (now - this.dumpMoved) / 1_000 : 0,
      slower: this.slower(now, progress),
    };
  }

  /** The newest sample that isn't younger, or the oldest there is. */
  private since(at: number): Sample {
    const found = this.samples.findLast((sample) => sample.at <= at) ?? this.samples[0];
    if (found === undefined) throw new Error('no sample');
    return found;
  }

  private quietCopies(now: number, { copies, archiveBytes }: BackupProgressDto): Map<string, number> {
    const behind = copies.filter(({ status, storedBytes }) => status === 'uploading' && storedBytes < archiveBytes);
    return new Map(behind.map(({ copyId }) => [copyId, (now - (this.moved.get(copyId) ?? now)) / 1_000]));
  }

  private slower(now: number, { waitedForDump, waitedForArchive }: BackupProgressDto): Rates['slower'] {
    const { at, progress } = this.since(now - waitMs);
    const dump = waitedForDump - progress.waitedForDump;
    const archive = waitedForArchive - progress.waitedForArchive;
    if (now - at < rateMs || dump + archive < ((now - at) / 1_000) * 0.2) return null;
    if (dump > archive * 1.5) return 'dump';
    return archive > dump * 1.5 ? 'archive' : null;
  }
}
