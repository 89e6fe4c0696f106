import type { ValidationError } from 'class-validator';
import type { FieldProblem } from '../errors/api-error';
import { shown } from '../names/shown';

/** As many as help; a body of a megabyte could have more. */
const most = 100;
/** Says that the value is of another type: what else is wrong with it follows from that. */
const ofType = /^is(String|Int|Number|Boolean|Array|Object|Date|Enum|In)$/;

/** What class-validator found, flat: `connection.host`, `destinations[1].name`. Each wrong field once a reason; values are never repeated. */
export function fieldProblems(errors: readonly ValidationError[]): FieldProblem[] {
  return [...walk(errors, '')].slice(0, most);
}

function* walk(errors: readonly ValidationError[], parent: string): Generator<FieldProblem> {
  for (const error of errors) {
    const field = pathOf(parent, error.property);
    yield* ownProblems(error, field);
    yield* walk(error.children ?? [], field);
  }
}

const pathOf = (parent: string, property: string): string => {
  if (/^\d+$/.test(property) && parent !== '') return `${parent}[${property}]`;
  return parent === '' ? shown(property) : `${parent}.${shown(property)}`;
};

function ownProblems({ constraints = {}, value, property }: ValidationError, field: string): FieldProblem[] {
  const names = Object.keys(constraints);
  if (names.length === 0) return [];
  if (names.includes('whitelistValidation'))
    return [{ field, code: 'UNKNOWN_FIELD', message: `There is no field "${field}" here.` }];
  if (value === undefined) return [{ field, code: 'REQUIRED', message: `"${field}" is missing.` }];
  const types = names.filter((name) => ofType.test(name));
  return (types.length > 0 ? types.slice(0, 1) : names).map((name) => ({
    field,
    code: codeOf(name),
    message: sentence(constraints[name] ?? '', property, field),
  }));
}

/** `maxLength` → `MAX_LENGTH`. */
const codeOf = (constraint: string): string => constraint.replaceAll(/[A-Z]/g, '_$&').toUpperCase();

/** class-validator begins with the property's name and ends without a full stop. */
function sentence(message: string, property: string, field: string): string {
  const named = message.startsWith(`${property} `) ? `"${field}"${message.slice(property.length)}` : message;
  return /[.!?]$/.test(named) ? named : `${named}.`;
}
