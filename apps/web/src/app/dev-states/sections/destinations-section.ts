import { Component } from '@angular/core';
import { DestinationCard } from '../../destinations/card/destination-card';
import { TroublePanel } from '../../destinations/trouble/trouble-panel';
import { destinations, localType, signedOut } from '../data/destinations';
import { Section } from './section';

/** A sign-in that has ended, and a card for each state of a destination. */
@Component({
  selector: 'sb-dev-destinations',
  imports: [Section, DestinationCard, TroublePanel],
  template: `<sb-dev-section name="Destinations" i18n-name>
    <sb-destination-trouble [destination]="signedOut" [changeable]="true" />
    <div class="cards">
      @for (one of destinations; track one.id) {
        <sb-destination-card [destination]="one" [type]="type" />
      }
    </div>
  </sb-dev-section>`,
  styles: `
    .cards {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(360px, 100%), 1fr));
      gap: 16px;
    }
  `,
})
export class DestinationsSection {
  protected readonly signedOut = signedOut;
  protected readonly destinations = destinations;
  protected readonly type = localType;
}
