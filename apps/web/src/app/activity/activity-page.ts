import { Component } from '@angular/core';

@Component({ template: '<h1>ActivityPage</h1>' })
export class ActivityPage {}
