import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { readCursor, toCursor } from './cursor';

const place = { at: new Date('2026-11-20T10:00:00.123Z'), id: randomUUID() };

describe('cursors (H30)', () => {
  it('lead back to the place they were made for', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.uuid(), (at, id) => {
        expect(readCursor('backups', toCursor('backups', { at, id }))).toEqual({ at, id });
      }),
      { seed: 30 },
    );
  });

  it('of another list are refused', () => {
    expect(() => readCursor('projects', toCursor('backups', place))).toThrow(/"cursor" is not one that this list gave/);
  });

  it('with any character changed, dropped or added are refused', () => {
    const cursor = toCursor('backups', place);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ';
    for (let i = 0; i < cursor.length; i += 1) {
      expect(() => readCursor('backups', cursor.slice(0, i) + cursor.slice(i + 1))).toThrow();
      for (const c of alphabet)
        if (c !== cursor[i])
          expect(() => readCursor('backups', cursor.slice(0, i) + c + cursor.slice(i + 1))).toThrow();
    }
    for (const c of alphabet) expect(() => readCursor('backups', cursor + c)).toThrow();
  });

  it('that are any text at all are refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' })), (text) => {
        expect(() => readCursor('backups', text)).toThrow(/"cursor" is not one that this list gave/);
      }),
      { seed: 31 },
    );
  });
});
