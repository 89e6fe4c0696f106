import { wrongUse } from '../../cli-error';
import { openDestination } from '../../destinations/open-destination';
import { folderOf, keyOf, parsePlace, type Place } from '../../destinations/place';
import { UploadRecords } from '../../destinations/upload-records';
import type { Shell } from '../../shell';
import { plain } from '../../words';
import { choosePlace } from '../output-place';
import { DestinationTarget, type WantedKey } from './destination-target';
import { PlaceTarget } from './place-target';
import type { Target } from './target';

/**
 * Understands every --out, and refuses what can't work before anything is read from the database. The caller closes them.
 * @throws CliError
 */
export async function chooseTargets(outs: readonly string[], shell: Shell): Promise<Target[]> {
  const twice = outs.find((out, i) => outs.indexOf(out) !== i);
  if (twice !== undefined) throw wrongUse(`--out ${plain(twice)} is given twice.`, 'Name each place once.');
  // All of them are understood before the first one is touched.
  const wanted = outs.map((out) => ({ out, place: wantedPlace(out) }));
  const targets: Target[] = [];
  try {
    const records = new UploadRecords(shell);
    for (const { out, place } of wanted) targets.push(await openTarget(out, place, records, shell));
    return targets;
  } catch (e) {
    for (const target of targets) await target.close();
    throw e;
  }
}

type Wanted =
  { readonly path: string } | { readonly driver: (Place & { is: 'destination' })['driver']; readonly key: WantedKey };

function wantedPlace(out: string): Wanted {
  const place = parsePlace(out);
  return place.is === 'path' ? { path: place.path } : { driver: place.driver, key: wantedKey(place) };
}

async function openTarget(out: string, wanted: Wanted, records: UploadRecords, shell: Shell): Promise<Target> {
  if ('path' in wanted) return new PlaceTarget(out, await choosePlace(wanted.path, shell));
  return new DestinationTarget(out, await openDestination(wanted.driver, shell), wanted.key, records);
}

/** `s3:` and `s3:nightly/` are folders, `s3:nightly/today.tar` is a key, anything else could be either. */
export function wantedKey(place: Place & { is: 'destination' }): WantedKey {
  const { driver, rest } = place;
  if (rest === '' || rest.endsWith('/')) return { folder: folderOf(place) };
  const key = keyOf(place);
  if (key.endsWith('.tar')) return { key };
  throw wrongUse(
    `${driver.type}:${plain(key)} is neither a folder nor a .tar.`,
    `Write ${driver.type}:${plain(key)}/ for a folder, or a name that ends in .tar.`,
  );
}
