import type { FieldProblem } from '../api/models/field-problem';
import type { AbstractControl } from '@angular/forms';
import type { Problem } from '../api/models/problem';

/**
 * Puts what the service says of single fields to their controls; an error stays until its field changes.
 * @param find the control of a field's path, as `config.path`
 * @returns whether every one has found its place: then nothing else needs to be shown
 */
export function placeServerErrors(problem: Problem, find: (field: string) => AbstractControl | null): boolean {
  const named = problem.errors ?? single(problem);
  let placed = named.length > 0;
  for (const { field, message } of named) {
    const control = find(field);
    if (control === null || control.disabled) {
      placed = false;
      continue;
    }
    // A secret that was to stay, but can't: it is asked for again.
    if (control.value === null) control.setValue('');
    control.setErrors({ problem: message });
    control.markAsTouched();
  }
  return placed;
}

const single = ({ field, detail }: Problem): FieldProblem[] =>
  field === undefined ? [] : [{ field, code: '', message: detail }];
