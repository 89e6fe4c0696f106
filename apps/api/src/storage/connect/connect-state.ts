import { translate } from '../../errors/translate';
import type { ConnectedDto, ConnectProblemDto, ConnectStateDto } from './connect-state.dto';

export const waiting = (problem: ConnectProblemDto | null = null): ConnectStateDto => ({
  status: 'waiting',
  connected: null,
  problem,
});

export const done = (connected: ConnectedDto): ConnectStateDto => ({ status: 'done', connected, problem: null });

export const refusedState = (problem: ConnectProblemDto): ConnectStateDto => ({
  status: 'refused',
  connected: null,
  problem,
});

/** Null: an error that is a mistake in this program. */
export function problemOf(error: unknown): ConnectProblemDto | null {
  const known = translate(error);
  if (known === undefined) return null;
  return { code: known.code, detail: known.message, nextStep: known.options.nextStep ?? null };
}
