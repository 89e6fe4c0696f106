import { unlinkSync } from 'node:fs';

const WATCHED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Longest time a cancelled command may take to put itself away before the process ends anyway, in ms. */
const PATIENCE = 5_000;

/** npm and a terminal may deliver one key press twice: what follows within this time is the same press, ms. */
const SAME_PRESS = 500;

const unfinished = new Set<string>();

/** Remembers a file that must not outlive the process, however it ends (but for SIGKILL). */
export function removeAtExit(path: string): { forget(): void } {
  unfinished.add(path);
  return { forget: () => unfinished.delete(path) };
}

/** The first signal cancels, the second ends the process at once; nothing unfinished stays behind in either case. */
export class Signals {
  private readonly controller = new AbortController();
  private first: NodeJS.Signals | undefined;
  private firstAt = 0;

  readonly signal = this.controller.signal;

  constructor() {
    for (const name of WATCHED) process.on(name, this.onSignal);
    process.on('exit', removeUnfinished);
  }

  /** The signal that ended the command, if one did. */
  get received(): NodeJS.Signals | undefined {
    return this.first;
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
    setTimeout(() => process.exit(code), PATIENCE).unref();
  };
}

function removeUnfinished(): void {
  for (const path of unfinished) {
    try {
      unlinkSync(path);
    } catch {
      // Already gone, or the folder went away: nothing more can be done while the process ends.
    }
  }
}
