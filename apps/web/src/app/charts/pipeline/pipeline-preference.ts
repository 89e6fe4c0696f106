import { Injectable, signal } from '@angular/core';

/** Whether somebody wants the list in place of the picture: kept while the page is open, from run to run. */
@Injectable({ providedIn: 'root' })
export class PipelinePreference {
  readonly asList = signal(false);
}
