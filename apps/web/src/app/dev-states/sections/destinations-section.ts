import { Component } from '@angular/core';
import { DestinationCard } from '../../destinations/card/destination-card';
import { destinations, localType } from '../data/destinations';
import { Section } from './section';

/** A card for each state of a destination. */
@Component({
  selector: 'sb-dev-destinations',
  imports: [Section, DestinationCard],
  template: `<sb-dev-section name="Destinations" i18n-name>
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
  protected readonly destinations = destinations;
  protected readonly type = localType;
}
