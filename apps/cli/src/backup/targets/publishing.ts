import type { Shell } from '../../shell';
import type { Target } from './target';

/** An upload is taken back over the network. Milliseconds. */
const PATIENCE_FAR = 6_000;
/** Large uploads are put together by the store. Milliseconds. */
const PATIENCE_PUBLISHING = 60_000;

/** Who stops a command that uploads waits for what was uploaded to be gone. */
export function patientWith(targets: readonly Target[], shell: Shell): void {
  if (targets.some(({ isFar }) => isFar)) shell.interruption.patienceMs = PATIENCE_FAR;
}

/** From here on the archive is published: it is there at once, and where that takes longer, who insists can't know how far it came. */
export function publishing(targets: readonly Target[], shell: Shell): void {
  const far = targets.filter(({ isFar }) => isFar).map(({ name }) => `"stowbase list ${name}"`);
  if (far.length === 0) return;
  shell.interruption.patienceMs = PATIENCE_PUBLISHING;
  shell.interruption.nextStep = `It was being published: look what is there with ${far.join(', ')}.`;
  const say = (): void =>
    shell.screen.say('The archive is complete and is being stored, so that goes on; the same again ends it at once.');
  shell.signal.addEventListener('abort', say, { once: true });
}
