import fc from 'fast-check';
import { barLine, plainLine } from './progress-line';

const state = { label: 'Saving rows', doneBytes: 420e6, totalBytes: 1e9, detail: '3/20 tables  public.orders' };

describe('the progress bar', () => {
  it('shows share, size, speed and what is in hand', () => {
    expect(barLine(state, 10, 120)).toBe(
      'Saving rows  [########------------] 42 %  420 MB of about 1 GB  42 MB/s  3/20 tables  public.orders',
    );
  });

  it('has no bar and no percentage when nobody knows the total', () => {
    expect(barLine({ ...state, totalBytes: null }, 10, 120)).toBe(
      'Saving rows  420 MB  42 MB/s  3/20 tables  public.orders',
    );
  });

  it('never claims 100 % before the job says so, also when the estimate was too low', () => {
    expect(barLine({ ...state, totalBytes: 1 }, 10, 120)).toContain('99 %  420 MB  42 MB/s');
  });

  it('has no speed before there is one to measure', () => {
    expect(barLine(state, 0, 120)).not.toContain('/s');
  });

  it('leaves out what a narrow terminal has no room for, rather than half of a number', () => {
    expect(barLine(state, 10, 70)).toBe('Saving rows  [########------------] 42 %  420 MB of about 1 GB');
    expect(barLine(state, 10, 85)).toBe(
      'Saving rows  [########------------] 42 %  420 MB of about 1 GB  42 MB/s  3/20 tables',
    );
    expect(barLine(state, 10, 30)).toBe('Saving rows');
  });

  it('is never as wide as the terminal, whatever is in the names', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 200 }),
        fc.nat(),
        (detail, width, doneBytes) => {
          const line = barLine({ ...state, detail, doneBytes }, 3, width);
          const columns = [...line].reduce((sum, char) => sum + (char < '\u007f' ? 1 : 2), 0);
          expect(columns).toBeLessThan(Math.max(width, 1));
          // eslint-disable-next-line no-control-regex
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        },
      ),
    );
  });
});

describe('the progress line of a log', () => {
  it('says the same without anything that moves', () => {
    expect(plainLine(state, 65)).toBe(
      'Saving rows: 42 %, 420 MB of about 1 GB, 6.4 MB/s, 3/20 tables  public.orders, 1 min 05 s so far',
    );
  });
});
