import fc from 'fast-check';
import { keyProblem } from '../../keys';
import { withinLimits } from '../../testing/google/drive/drive-file';
import { driveFile } from './drive-file';
import { objectOf, objectProperties } from './object-properties';
import { has, named } from './search-terms';

const fileWith = (appProperties: Record<string, string>): ReturnType<typeof driveFile> =>
  driveFile({
    id: '1x',
    name: 'moved and renamed',
    size: '12',
    createdTime: '2026-11-28T04:00:00.000Z',
    modifiedTime: '2026-11-28T04:00:00.000Z',
    appProperties,
  });
const keyOf = (properties: Record<string, string>): string | undefined => objectOf(fileWith(properties))?.key;

describe('P-DRIVE-12 the key of a backup in its properties', () => {
  const segment = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
  const keys = fc.array(segment, { minLength: 1, maxLength: 12 }).map((segments) => segments.join('/'));

  it('comes back whatever it is, within what Google allows for a property', () => {
    fc.assert(
      fc.property(
        keys.filter((key) => keyProblem(key) === null),
        (key) => {
          const properties = objectProperties('1folder', key, '0123456789abcdef');
          expect(withinLimits(properties)).toBe(true);
          expect(keyOf({ ...properties, stowbase: 'object' })).toBe(key);
        },
      ),
    );
  });

  it.each(['🐘'.repeat(50), 'x'.repeat(200), 'é'.repeat(100)])('also the longest one of %s', (longest) => {
    const key = Array<string>(4).fill(longest).join('/');
    const properties = objectProperties('1folder', key, '0123456789abcdef');
    expect(withinLimits(properties)).toBe(true);
    expect(keyOf({ ...properties, stowbase: 'object' })).toBe(key);
  });

  it('is no key when a piece of it is missing or changed, and while it is not published', () => {
    const properties = { ...objectProperties('1folder', 'x'.repeat(150), '0123456789abcdef'), stowbase: 'object' };
    expect(keyOf(properties)).toBe('x'.repeat(150));
    expect(keyOf({ ...properties, k1: 'eHg' })).toBeUndefined();
    expect(keyOf({ ...properties, stowbase: 'pending' })).toBeUndefined();
    expect(keyOf({})).toBeUndefined();
  });

  it('can not end a search term early', () => {
    expect(named("it's \\ here")).toBe(String.raw`name = 'it\'s \\ here'`);
    expect(has('k', "' or '1'='1")).toBe(String.raw`appProperties has { key='k' and value='\' or \'1\'=\'1' }`);
  });
});
