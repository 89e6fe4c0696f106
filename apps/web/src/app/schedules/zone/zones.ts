import { viewerZone } from '../../format/moment';

/** Places whose zones `Intl` lists under names that they no longer have; it takes both. */
const renamed = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Pohnpei',
];

/** IANA names in their order, UTC and the viewer's among them. @param known those that somebody takes; else those of this browser */
export function allZones(known: readonly string[] = Intl.supportedValuesOf('timeZone')): readonly string[] {
  return [...new Set([...known, ...renamed.filter(isZone), 'UTC', viewerZone()])].toSorted();
}

/** What the service takes too: a name, no offset. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    // RangeError: no zone of that name.
    return false;
  }
}

/** Those that a word or several are parts of; without any the viewer's and UTC come first. At most `most`. */
export function zonesLike(search: string, zones: readonly string[], most = 60): readonly string[] {
  const words = plain(search)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) {
    const first = [viewerZone(), 'UTC'];
    return [...new Set([...first, ...zones])].slice(0, most);
  }
  const found = zones.filter((zone) => words.every((word) => plain(zone).includes(word)));
  // Of a place before of a region: "york" is New York first.
  const begins = (zone: string): boolean => plain(zone.split('/').at(-1) ?? '').startsWith(words.join(' '));
  return [...found.filter(begins), ...found.filter((zone) => !begins(zone))].slice(0, most);
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[_/\s]+/g, ' ')
    .trim();

/** `+01:00`, at that time; `+00:00` of UTC. */
export function offsetOf(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name === 'GMT' ? '+00:00' : name.replace('GMT', '');
}
