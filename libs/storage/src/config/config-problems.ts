import { StorageError } from '../storage-error';

/** `field` is the name of a field; `message` a sentence that never holds the value. */
export interface FieldMessage {
  readonly field: string;
  readonly message: string;
}

/** Everything that is wrong with a configuration, at once. */
export class ConfigProblems extends StorageError {
  constructor(readonly problems: readonly FieldMessage[]) {
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super(
      'invalid-config',
      `The settings of the destination are not right: ${first?.message ?? 'something is missing.'}${more}`,
      'Correct the named fields.',
      first === undefined ? {} : { field: first.field },
    );
  }
}
