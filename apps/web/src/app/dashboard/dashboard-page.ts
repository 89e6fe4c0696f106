import { Component } from '@angular/core';

@Component({ template: '<h1>DashboardPage</h1>' })
export class DashboardPage {}
