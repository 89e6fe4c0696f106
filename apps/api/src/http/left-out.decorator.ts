import { ValidateIf } from 'class-validator';

/** Of a field that may be left out and is never null: `IsOptional` would let null through, to code whose types don't know it. */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
