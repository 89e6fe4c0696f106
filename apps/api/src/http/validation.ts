import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import * as transformer from 'class-transformer';
import * as validator from 'class-validator';
import { fail } from '../errors/common.errors';
import { fieldProblems } from './field-problems';
import { findNul } from './nul';

/** DTOs as they are declared: nothing unknown, every problem at once. The packages are named for the bundle: by themselves they're loaded by name. */
export const validation = (): ValidationPipe =>
  new StrictValidation({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    validationError: { target: false, value: true },
    validatorPackage: validator,
    transformerPackage: transformer,
    exceptionFactory: (errors) => {
      const problems = fieldProblems(errors);
      const [first] = problems;
      if (first === undefined || problems.length > 1)
        return fail('INVALID_INPUT', `${problems.length} fields of the request are wrong.`, {
          nextStep: 'See "errors" for each of them.',
          errors: problems,
        });
      return fail('INVALID_INPUT', first.message, {
        field: first.field,
        nextStep:
          first.code === 'UNKNOWN_FIELD'
            ? 'Leave it out: /api/docs names the fields that there are.'
            : 'See /api/docs for what it may be.',
        errors: problems,
      });
    },
  });

/** What a field allows by its own rules is no reason to let a NUL character through: nothing behind it can keep one. */
class StrictValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const valid: unknown = await super.transform(value, metadata);
    const field = findNul(valid, metadata.data);
    if (field === null) return valid;
    const message = field === '' ? 'The request holds a NUL character.' : `"${field}" holds a NUL character.`;
    throw fail('INVALID_INPUT', message, {
      ...(field === '' ? {} : { field, errors: [{ field, code: 'NUL_CHARACTER', message }] }),
      nextStep: 'Take it out.',
    });
  }
}
