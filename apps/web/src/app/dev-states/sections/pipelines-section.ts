import { Component } from '@angular/core';
import { Pipeline } from '../../charts/pipeline/pipeline';
import { pipelines } from '../data/runs';
import { Section } from './section';

/** The picture of a run: live, stalled, as a record, where it stopped; and from top to bottom where there is no room. */
@Component({
  selector: 'sb-dev-pipelines',
  imports: [Section, Pipeline],
  template: `
    @for (one of pipelines; track one.name) {
      <sb-dev-section [name]="title + one.name"><sb-pipeline [view]="one.view" /></sb-dev-section>
    }
    @if (pipelines[1]; as stalled) {
      <sb-dev-section [name]="title + narrow"><sb-pipeline class="narrow" [view]="stalled.view" /></sb-dev-section>
    }
  `,
  styles: `
    .narrow {
      max-width: 360px;
    }
  `,
})
export class PipelinesSection {
  protected readonly pipelines = pipelines;
  protected readonly title = 'Pipeline, ';
  protected readonly narrow = 'where there is no room';
}
