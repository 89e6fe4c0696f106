import { readdirSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WATCHED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Longest time a cancelled command may take to put itself away before the process ends anyway, in ms, unless it needs more. */
const PATIENCE = 2_000;

/** npm and a terminal may deliver one key press twice: what follows within this time is the same press, ms. */
const SAME_PRESS = 500;

const unfinished = new Set<string>();

/** Remembers a file that must not outlive the process, however it ends (but for SIGKILL). */
export function removeAtExit(path: string): { forget(): void } {
  unfinished.add(path);
  return { forget: () => unfinished.delete(path) };
}

/** Folders with the pass files of this process's dumps (libs/postgres); normally gone long before. */
const RUN_FOLDER = `stowbase-run-${process.pid}-`;

/** The first signal cancels, the second ends the process at once; nothing unfinished stays behind in either case. */
export class Signals {
  private readonly controller = new AbortController();
  private first: NodeJS.Signals | undefined;
  private firstAt = 0;
  private isAwaited = false;

  readonly signal = this.controller.signal;

  /** @param giveUp says what happened when a command doesn't end by itself in time; the process ends right after it. */
  constructor(
    private readonly giveUp: (signal: NodeJS.Signals) => void,
    private readonly patience: () => number | undefined = () => undefined,
  ) {
    for (const name of WATCHED) process.on(name, this.onSignal);
    process.on('exit', removeUnfinished);
  }

  /** The signal that ended the command, if one did. */
  get received(): NodeJS.Signals | undefined {
    return this.first;
  }

  /** From now on the first signal is how the command ends well: it may take its time to put everything away. */
  awaited(): void {
    this.isAwaited = true;
  }

  private readonly onSignal = (name: NodeJS.Signals): void => {
    const code = name === 'SIGINT' ? 130 : 143;
    if (this.first !== undefined) {
      if (Date.now() - this.firstAt > SAME_PRESS) process.exit(code);
      return;
    }
    this.first = name;
    this.firstAt = Date.now();
    this.controller.abort(new Error(`stopped by ${name}`));
    if (this.isAwaited) return;
    setTimeout(() => {
      this.giveUp(name);
      process.exit(code);
    }, this.patience() ?? PATIENCE).unref();
  };
}

function removeUnfinished(): void {
  for (const path of unfinished) quietly(() => unlinkSync(path));
  quietly(() => {
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith(RUN_FOLDER));
    for (const name of left) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  });
}

/** What fails while the process ends can't be mended any more: the path is gone already, or its disk is. */
function quietly(remove: () => void): void {
  try {
    remove();
  } catch {
    return;
  }
}
