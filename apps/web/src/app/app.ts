import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { PageFocus } from './shell/page-focus';

@Component({ selector: 'sb-root', imports: [RouterOutlet], template: '<router-outlet />' })
export class App {
  constructor() {
    inject(PageFocus);
  }
}
