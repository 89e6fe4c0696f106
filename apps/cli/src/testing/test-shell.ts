import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Screen } from '../screen';
import { Secrets } from '../secrets';
import type { Shell } from '../shell';
import { RecordedTerminal } from './recorded-terminal';

/** A command without its process: what it says is recorded, what it writes down lies in a folder of its own. */
export interface TestShell {
  readonly shell: Shell;
  readonly stderr: RecordedTerminal;
  readonly stop: AbortController;
  /** How many uploads are written down. */
  written(): Promise<number>;
  dispose(): Promise<void>;
}

export async function testShell(variables: Readonly<Record<string, string>> = {}): Promise<TestShell> {
  const stateDir = await mkdtemp(join(tmpdir(), 'stowbase-state-'));
  const stderr = new RecordedTerminal(false);
  const stop = new AbortController();
  const secrets = new Secrets();
  const unset = { sourceUrl: undefined, targetUrl: undefined, clientDirs: undefined, caFile: undefined };
  return {
    shell: {
      env: { ...unset, variables, stateDir, noColor: false, debug: false },
      secrets,
      screen: new Screen(new RecordedTerminal(false), stderr, secrets),
      signal: stop.signal,
      interruption: { nextStep: '' },
    },
    stderr,
    stop,
    written: async () => (await readdir(join(stateDir, 'uploads')).catch(() => [])).length,
    dispose: () => rm(stateDir, { recursive: true, force: true }),
  };
}
