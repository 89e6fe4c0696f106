import { Component } from '@angular/core';
import { ConfigFields } from '../../config-form/config-fields';
import { configForm } from '../../config-form/config-form';
import { FormSummary } from '../../config-form/form-summary';
import { PresetChoice } from '../../config-form/presets/preset-choice';
import { fields, presets, since, stored, typed } from '../data/fields';
import { Section } from './section';

/** Providers and fields as forms out of data have them: filled, with an error, a stored secret, folded ones; and the summary after sending. */
@Component({
  selector: 'sb-dev-fields',
  imports: [Section, ConfigFields, FormSummary, PresetChoice],
  template: `
    <sb-dev-section name="Fields" i18n-name>
      <div class="sb-card">
        <sb-preset-choice [presets]="presets" [fields]="fields" [form]="form" />
        <sb-config-fields [fields]="fields" [form]="form" [stored]="stored" [since]="since" />
      </div>
      <sb-form-summary [wrong]="wrong" />
    </sb-dev-section>
  `,
  styles: `
    .sb-card {
      display: flex;
      flex-direction: column;
      gap: 20px;
      padding: 20px;
    }
  `,
})
export class FieldsSection {
  protected readonly fields = fields;
  protected readonly stored = stored;
  protected readonly since = since;
  protected readonly presets = presets;
  protected readonly form = configForm(fields, stored);
  protected readonly wrong = [{ id: 'config-port', message: 'Port: must be a whole number from 1 to 65535' }];

  constructor() {
    for (const [name, value] of Object.entries(typed)) this.form.controls[name]?.setValue(value);
    this.form.markAllAsTouched();
  }
}
