import { Follow } from './follow';

describe('P-WEB-161 following a log', () => {
  const atEnd = { scrollTop: 680, scrollHeight: 1_000, clientHeight: 320 };
  const above = { ...atEnd, scrollTop: 300 };

  it('stays at the end while lines come', () => {
    const follow = new Follow();
    follow.grown(10);
    follow.scrolled(atEnd);
    follow.grown(20);
    expect([follow.isOn(), follow.newLines()]).toEqual([true, 0]);
  });

  it('stops when somebody scrolls up, and counts what came since', () => {
    const follow = new Follow();
    follow.grown(10);
    follow.scrolled(above);
    follow.grown(15);
    follow.grown(22);
    expect([follow.isOn(), follow.newLines()]).toEqual([false, 12]);
  });

  it('goes on when they come back to the end, or ask for it', () => {
    const follow = new Follow();
    follow.scrolled(above);
    follow.grown(3);
    follow.scrolled(atEnd);
    expect([follow.isOn(), follow.newLines()]).toEqual([true, 0]);
    follow.scrolled(above);
    follow.grown(9);
    follow.resume();
    expect([follow.isOn(), follow.newLines()]).toEqual([true, 0]);
  });
});
