import { readdirSync, readFileSync } from 'node:fs';

export interface SeenProcess {
  readonly pid: number;
  readonly command: string;
}

/** The descendants of a process that live. */
export function processesBelow(pid: number): SeenProcess[] {
  const parents = allProcesses();
  const below: number[] = [];
  for (let found = [pid]; found.length > 0;) {
    found = [...parents].filter(([, parent]) => found.includes(parent)).map(([one]) => one);
    below.push(...found);
  }
  return below.map((one) => ({ pid: one, command: textOf(one, 'cmdline').replaceAll('\0', ' ') }));
}

/** Those that have this text among their variables: a folder that only the tools of one service are told of. */
export function processesWith(text: string): SeenProcess[] {
  return [...allProcesses().keys()]
    .filter((pid) => textOf(pid, 'environ').includes(text))
    .map((pid) => ({ pid, command: textOf(pid, 'cmdline').replaceAll('\0', ' ') }));
}

export const lives = (pid: number): boolean => allProcesses().has(pid);

/** Its parent's number by each process's own; without those that only wait to be collected. */
function allProcesses(): Map<number, number> {
  const numbers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map<number, number>();
  for (const pid of numbers) {
    const stat = textOf(pid, 'stat');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parent !== undefined && state !== 'Z') parents.set(pid, Number(parent));
  }
  return parents;
}

/** Empty: it has ended meanwhile. */
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
