import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';
import { cleanName, longestName, nameProblem } from './names';

/**
 * A field that is a name: 1–100 characters on one line, cleaned. Whether another one has it is for the feature, by `nameKey` and a unique
 * index. Not for `null`; use `@IsOptional()` beside it where it may be left out.
 */
export const IsName = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ minLength: 1, maxLength: longestName }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? cleanName(value) : value)),
    ValidateBy({
      name: 'isName',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && nameProblem(value) === null,
        defaultMessage: (args?: ValidationArguments) => {
          const value: unknown = args?.value;
          const problem = typeof value === 'string' ? nameProblem(value) : null;
          return `${args?.property ?? 'name'} ${problem ?? 'must be a text'}`;
        },
      },
    }),
  );
