import type { ProbePlace } from './probe-place';
import type { CheckStatus, ProbeCheckId } from './probe-report';

export interface ProbeOutcome {
  readonly status: CheckStatus;
  readonly detail: string;
  readonly nextStep?: string;
}

/** One check. It throws when it fails; it isn't tried when one that it needs didn't hold. */
export interface ProbeStep {
  readonly id: ProbeCheckId;
  readonly needs: readonly ProbeCheckId[];
  run(place: ProbePlace): Promise<ProbeOutcome>;
}

export const passed = (detail: string): ProbeOutcome => ({ status: 'passed', detail });
export const warning = (detail: string, nextStep: string): ProbeOutcome => ({ status: 'warning', detail, nextStep });
export const skipped = (detail: string): ProbeOutcome => ({ status: 'skipped', detail });
