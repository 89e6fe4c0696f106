import type { StorageFieldKind } from '../api/models/storage-field-kind';
import { changedConfig, configForm } from './config-form';
import { placeServerErrors } from './server-errors';
import { parseSize, sizeText } from './size-text';
import { fieldProblem } from './field-problem';
import { aField, exampleFields } from './testing/example-fields';

const stored = {
  endpoint: 'https://old.example.org',
  user: 'anke',
  secretKey: { set: true, hint: '9f3c' },
  parts: 8,
  maxSize: 500e9,
  pathStyle: false,
  signInBy: 'key',
  account: { set: false, hint: null },
};

describe('P-WEB-250 what a generated form sends', () => {
  it('of a new destination: what was given, each as its kind', () => {
    const form = configForm(exampleFields);
    form.patchValue({
      endpoint: ' https://a.example ',
      user: 'anke',
      secretKey: ' hush ',
      maxSize: '2 GiB',
      parts: '8',
    });
    expect(changedConfig(exampleFields, form)).toEqual({
      endpoint: 'https://a.example',
      user: 'anke',
      secretKey: ' hush ',
      parts: 8,
      maxSize: 2 ** 31,
      pathStyle: false,
      signInBy: 'key',
    });
  });

  it('of a stored one: nothing when nothing has changed, no mask either', () => {
    const form = configForm(exampleFields, stored);
    expect(form.valid).toBe(true);
    expect(changedConfig(exampleFields, form, stored)).toEqual({});
  });

  it('of a stored one: only what has changed, and null for what was emptied', () => {
    const form = configForm(exampleFields, stored);
    form.patchValue({ maxSize: '', pathStyle: true, folder: 'a/b' });
    expect(changedConfig(exampleFields, form, stored)).toEqual({ maxSize: null, pathStyle: true, folder: 'a/b' });
  });

  it('a secret: left out while it is kept, the new one when it is replaced', () => {
    const form = configForm(exampleFields, stored);
    expect(form.controls['secretKey']?.value).toBeNull();
    form.patchValue({ secretKey: '' });
    expect(form.controls['secretKey']?.errors).toEqual({ problem: 'Secret key is missing.' });
    form.patchValue({ secretKey: 'another' });
    expect(changedConfig(exampleFields, form, stored)).toEqual({ secretKey: 'another' });
  });

  it('an optional secret that was emptied is removed', () => {
    const fields = [aField({ name: 'token', kind: 'secret' })];
    const before = { token: { set: true, hint: null } };
    const form = configForm(fields, before);
    form.patchValue({ token: '' });
    expect(changedConfig(fields, form, before)).toEqual({ token: null });
  });

  it('a field without a meaning: neither asked for nor sent, until the other field says so', () => {
    const form = configForm(exampleFields);
    form.patchValue({ endpoint: 'https://a.example', user: 'anke', secretKey: 'hush', account: '{"a":1}' });
    expect(form.valid).toBe(true);
    expect(changedConfig(exampleFields, form)).not.toHaveProperty('account');
    form.patchValue({ signInBy: 'account', account: '' });
    expect(form.valid).toBe(false);
    form.patchValue({ account: '{"a":1}' });
    expect(changedConfig(exampleFields, form)).toMatchObject({ signInBy: 'account', account: '{"a":1}' });
  });

  it('a field whose condition has no meaning itself has none', () => {
    const fields = [
      aField({ name: 'lock', kind: 'boolean', default: false }),
      aField({ name: 'mode', kind: 'text', default: 'days', when: { field: 'lock', equals: true } }),
      aField({ name: 'days', kind: 'integer', required: true, when: { field: 'mode', equals: 'days' } }),
    ];
    const form = configForm(fields);
    expect(form.valid).toBe(true);
    form.patchValue({ lock: true });
    expect(form.valid).toBe(false);
  });
});

describe('P-WEB-251 a generated form says what is wrong', () => {
  it.each<[StorageFieldKind, string, string | null]>([
    ['text', '', null],
    ['url', 'ftp://a', 'X must be an address that begins with https:// or http://.'],
    ['url', 'https://a.example', null],
    ['integer', 'many', 'X must be a whole number.'],
    ['integer', '-1', 'X must be 0 or more.'],
    ['bytes', '500', 'X needs a unit, such as 500 GiB.'],
    ['bytes', 'much', 'X must be a size, like 500 MB or 2 GiB.'],
    ['bytes', '500 gib', null],
    ['json-file', '[1]', 'X must be the text of a JSON file, from { to }.'],
    ['json-file', '{"private_key": hush', 'X must be the text of a JSON file, from { to }.'],
    ['json-file', '{"a": 1}', null],
  ])('%s %j: %s', (kind, given, problem) => {
    expect(fieldProblem(aField({ name: 'x', kind }), given)).toBe(problem);
  });

  it('by length, pattern, range and choice', () => {
    expect(fieldProblem(aField({ name: 'x', kind: 'text', max: 3 }), 'abcd')).toBe('X is longer than 3 characters.');
    expect(fieldProblem(aField({ name: 'x', kind: 'text', min: 3 }), 'ab')).toBe('X is shorter than 3 characters.');
    expect(fieldProblem(aField({ name: 'x', kind: 'integer', max: 16 }), '17')).toBe('X must be 16 or less.');
    expect(fieldProblem(exampleFields.at(-1)!, 'A')).toBe('Folder may only have letters and "/".');
    expect(fieldProblem(exampleFields[6]!, 'other')).toBe('Sign in by must be one of the choices.');
    expect(fieldProblem(exampleFields[0]!, ' ')).toBe('Endpoint is missing.');
  });

  const problem = {
    code: 'DESTINATION_CONFIG_INVALID',
    detail: '',
    status: 400,
    title: '',
    type: '',
    instance: '',
  };

  it('and what the service says stands at its field until that changes', () => {
    const form = configForm(exampleFields);
    const errors = [{ field: 'config.folder', code: 'INVALID_SETTING', message: 'Folder lies outside.' }];
    const find = (field: string) => form.get(field.replace(/^config\./, ''));
    expect(placeServerErrors({ ...problem, errors }, find)).toBe(true);
    expect(form.controls['folder']?.errors).toEqual({ problem: 'Folder lies outside.' });
    form.controls['folder']?.setValue('inside');
    expect(form.controls['folder']?.errors).toBeNull();
  });

  it('a kept secret that can not stay is asked for again', () => {
    const form = configForm(exampleFields, stored);
    const errors = [{ field: 'secretKey', code: '', message: 'Secret key has to be entered again.' }];
    placeServerErrors({ ...problem, errors }, (field) => form.get(field));
    expect(form.controls['secretKey']?.value).toBe('');
    expect(form.controls['secretKey']?.errors).toEqual({ problem: 'Secret key has to be entered again.' });
  });

  it('what has no field is shown elsewhere', () => {
    const form = configForm(exampleFields);
    const errors = [{ field: 'config', code: '', message: 'No settings.' }];
    expect(placeServerErrors({ ...problem, errors }, (field) => form.get(field))).toBe(false);
    expect(placeServerErrors(problem, (field) => form.get(field))).toBe(false);
  });
});

describe('sizes as text', () => {
  it.each([
    [500e9, '500 GB'],
    [2 ** 31, '2 GiB'],
    [1536 * 2 ** 20, '1536 MiB'],
    [1, '1 B'],
    [1_234_567, '1234567 B'],
  ])('%d are %s, and back', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
    expect(parseSize(text)).toBe(bytes);
  });
});
