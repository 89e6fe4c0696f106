import { Ajv2020 } from 'ajv/dist/2020.js';
import { archiveKinds, dumpKinds, outgoingKinds, postgresKinds, storageKinds } from '../../errors/library-errors';
import { problemType } from '../../errors/problem';
import { apiDocument, type Operation } from './operations';

export interface AnyReply {
  readonly status: number;
  readonly type: string;
  /** Null: it is a stream, of which only the beginning was read. */
  readonly text: string | null;
}

/** Errors that belong to the address, not to what is done there. */
const ofAnyAddress = [
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'INVALID_INPUT',
  'INVALID_JSON',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
];

/** docs/errors.md, "What the libraries report": told by their titles, the codes are the libraries' own. */
const titlesOfLibraries = new Set(
  [archiveKinds, dumpKinds, outgoingKinds, postgresKinds, storageKinds].flatMap((kinds) =>
    Object.values(kinds).map(([, title]) => title),
  ),
);

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(strict(apiDocument), 'api');

/** What is wrong with a reply, by what the document says of its operation. */
export function* complaintsAbout(operation: Operation, { status, type, text }: AnyReply): Generator<string> {
  if (status >= 500) yield `replies ${status}: ${text}`;
  else if (status >= 400) yield* aboutProblem(operation, status, type, text ?? '');
  else yield* aboutContent(operation, status, type, text);
}

function* aboutProblem({ replies }: Operation, status: number, type: string, text: string): Generator<string> {
  if (!type.startsWith(problemType)) {
    yield `replies ${status} as ${type}: ${text.slice(0, 200)}`;
    return;
  }
  const body: unknown = JSON.parse(text);
  const { code, title } = body as { code: string; title: string };
  const documented = replies[String(status)]?.['x-codes'] ?? [];
  if (!documented.includes(code) && !ofAnyAddress.includes(code) && !titlesOfLibraries.has(title))
    yield `replies ${status} ${code}, which its description does not name (${documented.join(', ')})`;
  yield* aboutBody('#/components/schemas/Problem', body);
}

function* aboutContent({ replies }: Operation, status: number, type: string, text: string | null): Generator<string> {
  const reply = replies[String(status)];
  if (reply === undefined) {
    yield `replies ${status}, which its description does not name`;
    return;
  }
  const [name, content] = Object.entries(reply.content ?? {})[0] ?? [];
  if (name === undefined) {
    if (text !== '') yield `replies with a body that its description does not name: ${text?.slice(0, 200)}`;
    return;
  }
  if (!type.startsWith(name)) yield `replies ${type} in place of ${name}`;
  else if (name === 'application/json') yield* aboutBody(content?.schema ?? {}, JSON.parse(text ?? ''));
}

function* aboutBody(schema: string | object, body: unknown): Generator<string> {
  const validate = ajv.compile(typeof schema === 'string' ? { $ref: `api${schema}` } : absolute(schema));
  if (validate(body)) return;
  for (const { instancePath, message, params } of validate.errors ?? [])
    yield `replies with a body whose ${instancePath || 'root'} ${message} ${JSON.stringify(params)}`;
}

/** References of an operation are into the document. */
const absolute = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;

/** With nothing beside the described fields; a problem may have more. */
function strict({ components }: typeof apiDocument): object {
  const schemas = Object.entries(components.schemas).map(([name, schema]) => [
    name,
    name === 'Problem' || schema.properties === undefined ? schema : { additionalProperties: false, ...schema },
  ]);
  return { components: { schemas: Object.fromEntries(schemas) as object } };
}
