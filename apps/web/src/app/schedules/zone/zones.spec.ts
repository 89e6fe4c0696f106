import { allZones, isZone, offsetOf, zonesLike } from './zones';

const zones = ['America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Europe/Berlin', 'Europe/London', 'UTC'];

describe('P-WEB-403 zones', () => {
  it('are the names that this browser knows, UTC among them', () => {
    expect(allZones()).toEqual(expect.arrayContaining(['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'UTC']));
  });

  it('have the names that places have today beside those that are listed', () => {
    const zones = allZones(['Asia/Katmandu']);
    expect(zonesLike('kathm', zones)).toEqual(['Asia/Kathmandu']);
    expect(zonesLike('kolk', zones)).toEqual(['Asia/Kolkata']);
  });

  it.each([
    ['new york', ['America/New_York']],
    ['YORK', ['America/New_York']],
    ['europe', ['Europe/Berlin', 'Europe/London']],
    ['europe lon', ['Europe/London']],
    ['nowhere', []],
  ])('are found by parts of their names: %s', (search, found) => expect(zonesLike(search, zones)).toEqual(found));

  it('whose place begins so come first, and there are not too many of them', () => {
    expect(zonesLike('lon', ['America/Barcelona', 'Asia/Colombo', 'Asia/Alonso', 'Europe/London'])[0]).toBe(
      'Europe/London',
    );
    expect(zonesLike('', allZones(), 5)).toHaveLength(5);
    expect(zonesLike('', zones)).toContain('UTC');
  });

  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['', false],
    ['+01:00', false],
    ['Europe/Nowhere', false],
    ['Europe/Berlin; DROP', false],
  ])('%p is one: %s', (name, is) => expect(isZone(name)).toBe(is));

  it.each([
    ['Europe/Berlin', '2026-07-01T00:00:00Z', '+02:00'],
    ['Europe/Berlin', '2026-12-01T00:00:00Z', '+01:00'],
    ['Asia/Kathmandu', '2026-12-01T00:00:00Z', '+05:45'],
    ['America/St_Johns', '2026-12-01T00:00:00Z', '-03:30'],
    ['UTC', '2026-12-01T00:00:00Z', '+00:00'],
  ])('%s at %s is %s', (zone, at, offset) => expect(offsetOf(zone, new Date(at))).toBe(offset));
});
