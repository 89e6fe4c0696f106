import { Screen } from '../screen';
import { Secrets } from '../secrets';
import { RecordedTerminal } from '../testing/recorded-terminal';
import { ProgressReporter } from './progress-reporter';

function reporter(o: { tty: boolean; quiet?: boolean }) {
  const stderr = new RecordedTerminal(o.tty);
  const stdout = new RecordedTerminal(false);
  const clock = { ms: 0 };
  const screen = new Screen(stdout, stderr, new Secrets());
  const progress = new ProgressReporter(screen, o.quiet ?? false, () => clock.ms);
  const update = (ms: number) => {
    clock.ms = ms;
    progress.update({ label: 'Saving rows', doneBytes: ms, totalBytes: null });
  };
  return { stderr, stdout, screen, progress, update };
}

describe('progress on a terminal', () => {
  it('is one line, redrawn at most five times a second', () => {
    const { stderr, progress, update } = reporter({ tty: true });
    for (let ms = 0; ms <= 1000; ms += 10) update(ms);
    progress.close();
    const drawn = stderr.writes.filter((text) => text.includes('Saving rows'));
    expect(drawn).toHaveLength(6);
    expect(stderr.text).not.toContain('\n');
  });

  it('makes room for a message and is gone at the end', () => {
    const { stderr, screen, progress, update } = reporter({ tty: true });
    update(0);
    screen.say('Note: something');
    update(500);
    progress.close();
    expect(stderr.writes).toEqual([
      '\r\x1b[2KSaving rows',
      '\r\x1b[2K',
      'Note: something\n',
      '\r\x1b[2KSaving rows  500 B',
      '\r\x1b[2K',
    ]);
  });
});

describe('progress in a log', () => {
  it('is one whole line each ten seconds, without control characters', () => {
    const { stderr, progress, update } = reporter({ tty: false });
    for (let ms = 0; ms <= 35_000; ms += 100) update(ms);
    progress.close();
    expect(stderr.writes).toHaveLength(3);
    expect(stderr.text).toMatch(/^(Saving rows, .* so far\n){3}$/);
  });
});

describe('--quiet', () => {
  it.each([true, false])('shows no progress (terminal: %s)', (tty) => {
    const { stderr, stdout, progress, update } = reporter({ tty, quiet: true });
    for (let ms = 0; ms <= 35_000; ms += 100) update(ms);
    progress.close();
    expect(stderr.text + stdout.text).toBe('');
  });
});
