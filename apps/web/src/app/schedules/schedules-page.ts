import { Component } from '@angular/core';

@Component({ template: '<h1>SchedulesPage</h1>' })
export class SchedulesPage {}
