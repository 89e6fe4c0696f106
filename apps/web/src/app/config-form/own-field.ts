import type { StorageFieldDto } from '../api/models/storage-field-dto';

type Given = Pick<StorageFieldDto, 'name' | 'kind' | 'label' | 'help'> & Partial<StorageFieldDto>;

/** A field of a form that the service doesn't describe as data: for settings of the service itself. */
export const ownField = (given: Given): StorageFieldDto => ({
  required: false,
  secret: false,
  default: null,
  example: null,
  group: null,
  pattern: null,
  choices: [],
  min: null,
  max: null,
  when: null,
  environment: '',
  ...given,
});
