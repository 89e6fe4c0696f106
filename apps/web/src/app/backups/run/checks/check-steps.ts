import type { BackupDto } from '../../../api/models/backup-dto';
import { moment } from '../../../format/moment';
import { checkWords } from '../../../states/words';

/** How many of the four hold, and since when. */
export function checkSteps({ copies, verifiedLevel, verifiedAt }: BackupDto): {
  readonly level: number;
  readonly texts: readonly string[];
} {
  // Behind each upload the size is read again, before a copy counts as stored.
  const times = copies.flatMap(({ storedAt }) => (storedAt === null ? [] : [storedAt])).sort();
  const last = times.at(-1);
  if (last === undefined) return { level: 0, texts: checkWords.map(() => $localize`never`) };
  const size = $localize`${moment(new Date(last))}, after the upload, at ${times.length} of ${copies.length} destinations`;
  const texts = checkWords.map((_, level) => {
    if (level === 0) return size;
    return level <= verifiedLevel && verifiedAt !== null ? moment(new Date(verifiedAt)) : $localize`never`;
  });
  return { level: verifiedLevel + 1, texts };
}
