import { Component } from '@angular/core';

@Component({ template: '<h1>FirstRunPage</h1>' })
export class FirstRunPage {}
