import type { OpenAPIObject } from '@nestjs/swagger';
import { methods } from './complete-operations';
import { nameOf, schemaRows, type Schema } from './schema-rows';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & {
  readonly 'x-access'?: { readonly role: string; readonly scope?: string; readonly sessionOnly?: boolean };
};

const head = `# The API

Made from the sources by \`npm run docs\`; the same as data is \`openapi.json\`, and with forms to try it at \`/api/docs\` of a running service.

Send an API token: \`Authorization: Bearer stow_…\`. Bodies are JSON in UTF-8, at most 1 MiB, without unknown fields. Lists are paged: ask again with
\`cursor\` set to the \`next\` of the page before, until it is null. Every error is \`application/problem+json\` with a stable \`code\`; [errors.md](errors.md)
says what each means, and each route may also reply with what a library reports, listed there too.
`;

/** docs/api.md: every route, who may, what it takes and replies, its error codes; then every type. */
export function apiPage(document: OpenAPIObject): string {
  const routes = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ tag: operation.tags?.[0] ?? '', path, method, operation }];
    }),
  );
  const tags = [...new Set(routes.map(({ tag }) => tag))];
  const parts = tags.map((tag) => {
    const own = routes.filter((route) => route.tag === tag);
    return `## ${tag.charAt(0).toUpperCase()}${tag.slice(1).replaceAll('-', ' ')}\n\n${own.map((r) => routeText(r.method, r.path, r.operation)).join('\n')}`;
  });
  return [head, ...parts, `## Types\n\n${typesText(document)}`].join('\n');
}

function routeText(method: string, path: string, operation: Operation): string {
  const { operationId = '', summary = '', description, parameters = [], requestBody, responses } = operation;
  const lines = [`### ${method.toUpperCase()} ${path}`, '', `${description ?? summary} \`${operationId}\``, ''];
  lines.push(`- Who: ${who(operation)}`);
  for (const parameter of parameters)
    if (!('$ref' in parameter)) {
      const { name, in: place, required, description: text = '', schema } = parameter;
      lines.push(
        `- In the ${place}: \`${name}\`, ${nameOf(schema)}${required === true ? '' : ', may be left out'}${dash(text)}`,
      );
    }
  if (requestBody !== undefined && !('$ref' in requestBody)) lines.push(`- Takes: ${contentOf(requestBody.content)}`);
  for (const [status, reply] of Object.entries(responses)) {
    if (reply === undefined || '$ref' in reply || status === 'default') continue;
    const codes = (reply as { readonly 'x-codes'?: readonly string[] })['x-codes'];
    if (codes === undefined) lines.push(`- ${status}: ${contentOf(reply.content) || reply.description}`);
    else lines.push(`- ${status}: ${codes.map((code) => `[${code}](errors.md#${code.toLowerCase()})`).join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

function who({ 'x-access': access }: Operation): string {
  if (access === undefined || access.role === 'anyone') return 'anyone, without signing in';
  const least =
    access.role === 'owner' ? 'owners' : access.role === 'operator' ? 'operators and owners' : 'everyone signed in';
  if (access.sessionOnly === true) return `${least}, with a login session, not with an API token`;
  return access.scope === undefined ? least : `${least}; an API token of scope \`${access.scope}\` is enough`;
}

function contentOf(content: Readonly<Record<string, { readonly schema?: unknown }>> | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, { schema }]) => (type === 'application/json' ? nameOf(schema as Schema) : `\`${type}\``))
    .join(' or ');
}

const typesText = ({ components }: OpenAPIObject): string =>
  Object.entries(components?.schemas ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => `### ${name}\n\n${schemaRows(schema as Schema)}`)
    .join('\n');

const dash = (text: string): string => (text === '' ? '' : `: ${text.replaceAll(/\s+/g, ' ')}`);
