import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../../icons/icon';

/** The one filled button: asks which project when there are several, and goes to the run. */
@Component({
  selector: 'sb-back-up-now',
  imports: [MatButton, Icon],
  template: `<button mat-flat-button><sb-icon name="back-up" /><ng-container i18n>Back up now</ng-container></button>`,
})
export class BackUpNow {}
