import { Directive } from '@angular/core';
import { MAT_FORM_FIELD_DEFAULT_OPTIONS, MatFormFieldModule } from '@angular/material/form-field';

/**
 * How every form field looks. Not a provider of the app: that would bring Material's fields, forms and overlays into the first files, which
 * the dashboard needs none of.
 */
@Directive({
  // Of Material's own element.
  // eslint-disable-next-line @angular-eslint/directive-selector
  selector: 'mat-form-field',
  providers: [
    {
      provide: MAT_FORM_FIELD_DEFAULT_OPTIONS,
      useValue: { appearance: 'outline', floatLabel: 'always', subscriptSizing: 'dynamic', hideRequiredMarker: true },
    },
  ],
})
export class FormFieldLook {}

/** For `imports`, in place of Material's own module. */
export const formField = [MatFormFieldModule, FormFieldLook] as const;
