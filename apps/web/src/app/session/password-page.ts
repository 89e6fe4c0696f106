import { Component } from '@angular/core';

@Component({ template: '<h1>PasswordPage</h1>' })
export class PasswordPage {}
