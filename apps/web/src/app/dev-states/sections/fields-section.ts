import { Component } from '@angular/core';
import { ConfigFields } from '../../config-form/config-fields';
import { configForm } from '../../config-form/config-form';
import { FormSummary } from '../../config-form/form-summary';
import { fields, stored, typed } from '../data/fields';
import { Section } from './section';

/** Fields as forms out of data have them: filled, with an error, a stored secret, folded ones; and the summary after sending. */
@Component({
  selector: 'sb-dev-fields',
  imports: [Section, ConfigFields, FormSummary],
  template: `
    <sb-dev-section name="Fields" i18n-name>
      <div class="sb-card"><sb-config-fields [fields]="fields" [form]="form" [stored]="stored" /></div>
      <sb-form-summary [wrong]="wrong" />
    </sb-dev-section>
  `,
  styles: `
    .sb-card {
      padding: 20px;
    }
  `,
})
export class FieldsSection {
  protected readonly fields = fields;
  protected readonly stored = stored;
  protected readonly form = configForm(fields, stored);
  protected readonly wrong = [{ id: 'config-port', message: 'Port: must be a whole number from 1 to 65535' }];

  constructor() {
    for (const [name, value] of Object.entries(typed)) this.form.controls[name]?.setValue(value);
    this.form.markAllAsTouched();
  }
}
