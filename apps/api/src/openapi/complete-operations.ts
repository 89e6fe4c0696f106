import type { OpenAPIObject } from '@nestjs/swagger';
import type { AccessRule } from '../accounts/access';
import { problemType } from '../errors/problem';
import { codesOf, meaningOf } from './operation-codes';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const replies: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Accepted; it goes on in the background.',
  204: 'Done; no body.',
};

/** Adds to each operation what its decorators don't say: who may, and every error it may reply with. */
export function completeOperations(document: OpenAPIObject, rules: ReadonlyMap<string, AccessRule>): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths))
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined) continue;
      const rule = rules.get(operation.operationId ?? '');
      if (rule === undefined) throw new Error(`${operation.operationId} does not say who may call it.`);
      describe(operation);
      operation.tags = (operation.tags ?? []).map((tag) => tag.toLowerCase().replaceAll(' ', '-'));
      operation.security = securityOf(rule);
      Object.assign(operation, { 'x-access': { ...rule } });
      for (const parameter of operation.parameters ?? [])
        // As `IdPipe` has it.
        if (!('$ref' in parameter) && parameter.in === 'path' && /^(id|[a-z]+Id)$/.test(parameter.name))
          parameter.schema = { type: 'string', format: 'uuid' };
      const body = bodyOf(operation, document);
      const takesInput = body !== null || (operation.parameters ?? []).length > 0;
      addErrors(operation, codesOf({ method, path, rule, takesInput, body }));
    }
  return document;
}

/** The first sentence of the comment is the summary; without a comment, the name in words. */
function describe(operation: Operation): void {
  const words = (operation.operationId ?? '').replaceAll(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`);
  const comment = [operation.summary, operation.description].join(' ').replaceAll(/\s+/g, ' ').trim();
  const text = comment === '' ? `${words.charAt(0).toUpperCase()}${words.slice(1)}.` : comment;
  const first = /^.*?[.:;](?= [A-Z\d]|$)/.exec(text)?.[0] ?? text;
  operation.summary = first;
  if (first.length < text.length) operation.description = text;
  else delete operation.description;
  for (const [status, reply] of Object.entries(operation.responses))
    if (reply !== undefined && 'description' in reply && reply.description === '')
      reply.description = replies[status] ?? 'Done.';
}

function addErrors(operation: Operation, errors: ReadonlyMap<number, readonly string[]>): void {
  for (const [status, codes] of errors)
    operation.responses[status] ??= {
      description: codes.map((code) => `\`${code}\`: ${meaningOf(code)}`).join('\n\n'),
      content: problem(),
      'x-codes': codes,
    } as Operation['responses'][string];
  operation.responses['default'] = { description: 'Any other error.', content: problem() };
}

const problem = (): Record<string, object> => ({ [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } });

function securityOf({ role, sessionOnly }: AccessRule): Record<string, string[]>[] {
  if (role === 'anyone') return [];
  return sessionOnly === true ? [{ session: [] }] : [{ token: [] }, { session: [] }];
}

/** The names of the fields, or null without a body. */
function bodyOf({ requestBody }: Operation, document: OpenAPIObject): string[] | null {
  if (requestBody === undefined || '$ref' in requestBody) return null;
  const schema = requestBody.content['application/json']?.schema;
  return schema === undefined ? null : Object.keys(resolve(schema, document)?.properties ?? {});
}

function resolve(schema: Schema, document: OpenAPIObject): Exclude<Schema, { $ref: string }> | undefined {
  if (!('$ref' in schema)) return schema;
  const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
  return named === undefined ? undefined : resolve(named, document);
}
