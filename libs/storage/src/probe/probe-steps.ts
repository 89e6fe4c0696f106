import { connectionSteps } from './connection-steps';
import { deletionSteps } from './deletion-steps';
import { objectSteps } from './object-steps';
import type { ProbeStep } from './probe-step';
import { surroundingSteps } from './surrounding-steps';

/** In the order in which they are made. */
export const probeSteps: readonly ProbeStep[] = [
  ...connectionSteps,
  ...objectSteps,
  ...deletionSteps,
  ...surroundingSteps,
];
