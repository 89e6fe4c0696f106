import { Component } from '@angular/core';

@Component({ template: '<h1>StatesPage</h1>' })
export class StatesPage {}
