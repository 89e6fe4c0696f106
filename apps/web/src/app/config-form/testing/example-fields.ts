import type { StorageFieldDto } from '../../api/models/storage-field-dto';

/** A field, in what matters to a test. */
export const aField = (given: Partial<StorageFieldDto> & Pick<StorageFieldDto, 'name' | 'kind'>): StorageFieldDto => ({
  label: given.name.charAt(0).toUpperCase() + given.name.slice(1),
  help: `Help of ${given.name}.`,
  required: false,
  secret: given.kind === 'secret' || given.kind === 'json-file',
  default: null,
  example: null,
  group: null,
  pattern: null,
  choices: [],
  min: null,
  max: null,
  when: null,
  environment: given.name.toUpperCase(),
  ...given,
});

/** One of every kind, as a type of storage could have them. */
export const exampleFields: readonly StorageFieldDto[] = [
  aField({ name: 'endpoint', kind: 'url', required: true, example: 'https://example.org' }),
  aField({ name: 'user', kind: 'text', required: true, group: 'Sign in', min: 2, max: 10 }),
  aField({ name: 'secretKey', kind: 'secret', required: true, group: 'Sign in', label: 'Secret key' }),
  aField({ name: 'parts', kind: 'integer', default: 4, min: 1, max: 16, group: 'Advanced' }),
  aField({ name: 'maxSize', kind: 'bytes', label: 'Size limit', group: 'Advanced' }),
  aField({ name: 'pathStyle', kind: 'boolean', default: false, label: 'Path style' }),
  aField({
    name: 'signInBy',
    kind: 'choice',
    label: 'Sign in by',
    default: 'key',
    choices: [
      { value: 'key', label: 'Key' },
      { value: 'account', label: 'Account' },
    ],
  }),
  aField({
    name: 'account',
    kind: 'json-file',
    required: true,
    label: 'Service account',
    when: { field: 'signInBy', equals: 'account' },
  }),
  aField({
    name: 'folder',
    kind: 'path',
    pattern: { source: '[a-z/]+', message: 'may only have letters and "/"' },
  }),
];
