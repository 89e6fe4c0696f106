import { TestBed } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { textOf } from '../../../testing/serve';
import { configForm } from '../config-form';
import { aField } from '../testing/example-fields';
import { choiceOf, fillIn, presetOf, type Preset } from './preset';
import { PresetChoice } from './preset-choice';

const fields = [
  aField({ name: 'endpoint', kind: 'url', required: true }),
  aField({ name: 'region', kind: 'text', default: 'us-east-1' }),
  aField({ name: 'pathStyle', kind: 'boolean', default: false }),
  aField({ name: 'bucket', kind: 'text' }),
];
const meadow: Preset = {
  id: 'meadow',
  label: 'Meadow',
  values: { endpoint: 'https://meadow.example', region: 'auto' },
  help: 'Its console names the bucket.',
};
const cellar: Preset = { id: 'cellar', label: 'Cellar', values: { pathStyle: true }, help: 'On your own machine.' };

describe('P-WEB-300 a provider fills in the fields that are known of it', () => {
  it('and they stay to be changed', () => {
    const form = configForm(fields);
    fillIn(fields, form, null, meadow);
    expect(form.value).toEqual({ endpoint: 'https://meadow.example', region: 'auto', pathStyle: false, bucket: '' });
    form.controls['region']?.setValue('eu');
    expect(form.value['region']).toBe('eu');
    expect(form.dirty).toBe(true);
  });

  it('another one takes back what the first has filled in, and nothing that somebody typed', () => {
    const form = configForm(fields);
    form.controls['bucket']?.setValue('backups');
    fillIn(fields, form, null, meadow);
    form.controls['region']?.setValue('eu');
    fillIn(fields, form, meadow, cellar);
    expect(form.value).toEqual({ endpoint: '', region: 'eu', pathStyle: true, bucket: 'backups' });
  });

  it('is known again by what is stored, and by nothing where all is as by default', () => {
    const presets = [{ ...meadow, id: 'less', values: { region: 'auto' } }, meadow, cellar];
    expect(presetOf(fields, configForm(fields, { endpoint: 'https://meadow.example', region: 'auto' }), presets)).toBe(
      meadow,
    );
    expect(presetOf(fields, configForm(fields), [{ ...cellar, values: { pathStyle: false } }])).toBeNull();
  });

  it('is known by the choice that every one of them makes, whatever else was changed since', () => {
    const service = aField({
      name: 'service',
      kind: 'choice',
      default: 'other',
      choices: ['meadow', 'cellar', 'other'].map((value) => ({ value, label: value })),
    });
    const presets = [meadow, cellar].map((preset) => ({ ...preset, values: { ...preset.values, service: preset.id } }));
    const all = [service, ...fields];
    expect(choiceOf(all, presets)).toBe(service);
    expect(choiceOf(fields, presets)).toBeUndefined();
    expect(presetOf(all, configForm(all, { service: 'cellar', region: 'eu' }), presets)).toBe(presets[1]);
    expect(presetOf(all, configForm(all), presets)).toBeNull();
  });

  it('is chosen by keyboard as one of several, and says where to find what must be typed', async () => {
    const fixture = TestBed.createComponent(PresetChoice);
    const form = configForm(fields);
    fixture.componentRef.setInput('presets', [meadow, cellar]);
    fixture.componentRef.setInput('fields', fields);
    fixture.componentRef.setInput('form', form);
    await settled(fixture);
    const page = fixture.nativeElement as HTMLElement;
    const radios = [...page.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect([...page.querySelectorAll('label')].map(textOf)).toEqual(['Meadow', 'Cellar', 'Other']);
    expect(radios.map(({ checked }) => checked)).toEqual([false, false, true]);
    radios[0]!.checked = true;
    radios[0]!.dispatchEvent(new Event('change'));
    await settled(fixture);
    expect(form.value['region']).toBe('auto');
    expect(textOf(page.querySelector(`#${radios[0]!.getAttribute('aria-describedby')}`))).toBe(meadow.help);
  });
});
