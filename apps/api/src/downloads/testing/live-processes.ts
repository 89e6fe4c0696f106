import { readdirSync, readFileSync } from 'node:fs';

/** Numbers of the processes under this one that run a program of this name. */
export function childrenNamed(name: string): number[] {
  const parents = new Map<number, number>();
  const named: number[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    const stat = Number.isInteger(pid) ? read(`/proc/${entry}/stat`) : null;
    if (stat === null) continue;
    // proc(5): the name stands in brackets and may hold some itself.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') continue;
    parents.set(pid, Number(parent));
    if (stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')) === name) named.push(pid);
  }
  const isUnder = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === process.pid || isUnder(parents.get(pid)));
  return named.filter(isUnder);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended meanwhile.
    return null;
  }
}
