import { Component, input } from '@angular/core';
import { CopyButton } from '../../feedback/copy-button';
import { GuideText } from './guide-text';
import type { Block } from './page';

/** The parts of a page; the items of its lists have parts of their own. */
@Component({
  selector: 'sb-guide-blocks',
  imports: [CopyButton, GuideText],
  templateUrl: './guide-blocks.html',
  styleUrl: './guide-blocks.scss',
})
export class GuideBlocks {
  readonly blocks = input.required<readonly Block[]>();
}
