import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { fail } from '../errors/common.errors';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** `@Param('id', IdPipe)`: ids are UUIDs; anything else never reaches the database (H29). Gives it in lower case, as it is stored. */
@Injectable()
export class IdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown, { data }: ArgumentMetadata): string {
    if (typeof value === 'string' && uuid.test(value)) return value.toLowerCase();
    const field = data ?? 'id';
    throw fail('INVALID_INPUT', `"${field}" in the address is no id.`, {
      field,
      nextStep: 'Ids look like 3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a10; take one from the list.',
    });
  }
}
