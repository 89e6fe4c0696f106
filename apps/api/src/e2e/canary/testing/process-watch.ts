import { readdirSync, readFileSync } from 'node:fs';

export interface Seen {
  readonly program: string;
  readonly variables: string;
}

export interface ProcessesSeen {
  /** Arguments of every process of this machine that was seen. */
  readonly commandLines: ReadonlySet<string>;
  /** The variables of each process that was seen below one. */
  readonly below: readonly Seen[];
}

/** Looks at the process list every few milliseconds until it is stopped. @param above the process whose children's variables are read */
export function watchProcesses(above: number): { stop(): ProcessesSeen } {
  const commandLines = new Set<string>();
  const below = new Map<string, Seen>();
  const own = lineOf(above);
  const look = (): void => {
    const parents = parentsNow();
    for (const pid of parents.keys()) {
      const line = lineOf(pid);
      if (line !== '') commandLines.add(line);
      // Until it runs its own program, a child is a copy of its parent.
      if (line === '' || line === own || !isBelow(above, pid, parents)) continue;
      const variables = read(`/proc/${pid}/environ`);
      if (variables !== '') below.set(`${pid} ${line}`, { program: line.split(' ')[0] ?? '', variables });
    }
  };
  const timer = setInterval(look, 8);
  return {
    stop: () => {
      clearInterval(timer);
      return { commandLines, below: [...below.values()] };
    },
  };
}

function parentsNow(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? read(`/proc/${entry}/stat`) : '';
    // proc(5): the name stands in brackets and may hold some itself.
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  return parents;
}

function isBelow(above: number, pid: number, parents: ReadonlyMap<number, number>): boolean {
  const parent = parents.get(pid);
  return parent !== undefined && (parent === above || isBelow(above, parent, parents));
}

const lineOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended meanwhile, or is somebody else's.
    return '';
  }
}
