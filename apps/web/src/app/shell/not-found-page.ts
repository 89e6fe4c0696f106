import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Empty } from '../feedback/empty';

@Component({
  imports: [Empty, RouterLink],
  template: `
    <h1 i18n>There is nothing at this address</h1>
    <sb-empty why="The page may have been renamed, or the link is cut." i18n-why
      ><a routerLink="/" i18n>Go to the dashboard</a></sb-empty
    >
  `,
})
export class NotFoundPage {}
