import type { Contents, Manifest } from '@stowbase/archive';
import type { PlanRequest } from '../../request';
import type { TargetFacts } from '../target-facts';
import { refuseMissingRights } from './refuse-rights';
import { refuseMissingTables, refuseObjects } from './refuse-objects';
import { refuseOlder, refuseReadOnly, refuseTooOld } from './refuse-server';
import { refuseSource } from './refuse-source';

export interface TargetCheck {
  readonly facts: TargetFacts;
  readonly contents: Contents;
  readonly manifest: Manifest;
  readonly request: Pick<PlanRequest, 'mode' | 'only' | 'allowOlderServer' | 'resume'>;
}

/**
 * Whether this target may take this archive at all; what is wrong first is said first. The typed confirmation is `refuseConfirmation`'s.
 * A restore that goes on (`resume`) finds its own objects: that they are its own is proven by its record, not here.
 * @throws RestoreError TARGET_…
 */
export function refuseTarget({ facts, contents, manifest, request }: TargetCheck): void {
  refuseTooOld(facts);
  refuseReadOnly(facts);
  refuseOlder(facts, manifest, request);
  if (request.resume !== true) {
    refuseSource(facts, contents, request);
    refuseMissingTables(facts, contents, request);
    refuseObjects(facts, contents, request);
  }
  refuseMissingRights(facts, contents, request);
}
