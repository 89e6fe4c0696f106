import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, type ValidationArguments } from 'class-validator';

/** A field that is a whole number in a range; whatever else it is, the text says the range. */
export const WholeNumber = (least: number, most: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'integer', minimum: least, maximum: most }),
    ValidateBy({
      name: 'range',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
        defaultMessage: (args?: ValidationArguments) =>
          `${args?.property ?? 'it'} must be a whole number from ${least} to ${most}`,
      },
    }),
  );
