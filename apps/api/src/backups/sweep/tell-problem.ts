import { StorageError } from '@stowbase/storage';
import { ApiError } from '../../errors/api-error';

/** A failure at a destination, as a copy's row keeps it. */
export function tellProblem(error: unknown): { code: string; text: string } {
  if (error instanceof StorageError || error instanceof ApiError) return { code: error.code, text: error.message };
  return { code: 'INTERNAL', text: 'Something unforeseen happened at the destination.' };
}
