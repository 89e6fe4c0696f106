import { readFileSync } from 'node:fs';
import type { AccessRule } from '../../accounts/access';
import { apiDocumentFile } from '../swagger-assets';

/** A schema of the document, as far as values are made of it. */
export interface ValueSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly ValueSchema[];
  readonly oneOf?: readonly ValueSchema[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
  readonly items?: ValueSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: ValueSchema;
}

interface Reply {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
  readonly 'x-codes'?: readonly string[];
}

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: ValueSchema }>> };
  readonly responses: Readonly<Record<string, Reply>>;
  readonly 'x-access': AccessRule;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** `/api/projects/{id}` */
  readonly path: string;
  readonly access: AccessRule;
  readonly parameters: readonly Parameter[];
  /** Null: it takes none. */
  readonly body: ValueSchema | null;
  readonly replies: Readonly<Record<string, Reply>>;
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, ValueSchema>> };
}

export const apiDocument = JSON.parse(readFileSync(apiDocumentFile(), 'utf8')) as ApiDocument;

export const operations: readonly Operation[] = Object.entries(apiDocument.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    access: operation['x-access'],
    parameters: operation.parameters ?? [],
    body: operation.requestBody?.content['application/json']?.schema ?? null,
    replies: operation.responses,
  })),
);

/** Follows references, and takes what several schemas say together as one. */
export function resolved(schema: ValueSchema): ValueSchema {
  const { $ref, allOf, ...own } = schema;
  const parts = [...($ref === undefined ? [] : [named($ref)]), ...(allOf ?? [])].map(resolved);
  return parts.reduce<ValueSchema>(
    (all, part) => ({
      ...all,
      ...part,
      ...(part.properties === undefined ? {} : { properties: { ...all.properties, ...part.properties } }),
      ...(part.required === undefined ? {} : { required: [...(all.required ?? []), ...part.required] }),
    }),
    own,
  );
}

function named(ref: string): ValueSchema {
  const schema = apiDocument.components.schemas[ref.split('/').at(-1) ?? ''];
  if (schema === undefined) throw new Error(`${ref} is not in the document`);
  return schema;
}
