import { Component } from '@angular/core';
import { deliveryWords } from '../../states/delivery-words';
import { StateWord } from '../../states/state-word';
import { componentWords, copyWords, destinationWords, projectWords, runWords, type Word } from '../../states/words';
import { Section } from './section';

const groups: readonly { readonly name: string; readonly words: readonly Word[] }[] = [
  { name: 'Project', words: Object.values(projectWords) },
  { name: 'Run', words: Object.values(runWords) },
  { name: 'Copy', words: Object.values(copyWords) },
  { name: 'Component', words: Object.values(componentWords) },
  { name: 'Destination', words: Object.values(destinationWords) },
  { name: 'Message', words: Object.values(deliveryWords) },
];

/** Every word of a state, with its mark; runs as chips too. */
@Component({
  selector: 'sb-dev-words',
  imports: [Section, StateWord],
  template: `
    @for (group of groups; track group.name) {
      <sb-dev-section [name]="group.name">
        <ul>
          @for (word of group.words; track $index) {
            <li><sb-state [word]="word" /></li>
          }
        </ul>
        @if (group.name === 'Run') {
          <p class="chips">
            @for (word of group.words; track $index) {
              <sb-state [word]="word" [chip]="true" />
            }
          </p>
        }
      </sb-dev-section>
    }
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(160px, 1fr));
      gap: 8px 16px;
      padding: 0;
      list-style: none;
    }
    .chips {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
  `,
})
export class WordsSection {
  protected readonly groups = groups;
}
