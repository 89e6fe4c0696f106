/** What of a JSON schema the page shows. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
}

/** A schema in a few words: `integer`, `list of [ProjectDto](#projectdto)`, `"a" or "b"`. */
export function nameOf(schema: Schema | undefined): string {
  if (schema === undefined) return 'anything';
  const name = bareName(schema);
  return schema.nullable === true ? `${name} or null` : name;
}

function bareName({ $ref, type, format, enum: values, items, allOf, oneOf, anyOf }: Schema): string {
  if ($ref !== undefined) return link($ref.split('/').at(-1) ?? '');
  const several = allOf ?? oneOf ?? anyOf;
  if (several !== undefined) return several.map(nameOf).join(allOf === undefined ? ' or ' : ' and ');
  if (values !== undefined) return values.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  if (type === 'array') return `list of ${nameOf(items)}`;
  if (type === undefined) return 'anything';
  const names = typeof type === 'string' ? type : type.join(' or ');
  return format === undefined ? names : `${names} (${format})`;
}

const link = (name: string): string => `[${name}](#${name.toLowerCase()})`;

/** The fields of an object as a table, or what else the schema is. */
export function schemaRows(schema: Schema): string {
  const { properties, required = [], description } = schema;
  const text = description === undefined ? '' : `${oneLine(description)}\n\n`;
  if (properties === undefined) return `${text}${nameOf({ ...schema })}\n`;
  const rows = Object.entries(properties).map(([name, property]) => {
    const optional = required.includes(name) ? '' : ' (may be left out)';
    return `| \`${name}\` | ${nameOf(property)}${limits(property)}${optional} | ${oneLine(property.description ?? '')} |`;
  });
  return `${text}| field | type | |\n|---|---|---|\n${rows.map((row) => `${row}\n`).join('')}`;
}

function limits({ minimum, maximum, minLength, maxLength, default: standard }: Schema): string {
  const range = (what: string, low?: number, high?: number): string => {
    if (low === undefined && high === undefined) return '';
    if (low !== undefined && high !== undefined) return `, ${low} to ${high}${what}`;
    return low === undefined ? `, at most ${high}${what}` : `, at least ${low}${what}`;
  };
  const given = standard === undefined ? '' : `, default \`${JSON.stringify(standard)}\``;
  return `${range('', minimum, maximum)}${range(' characters', minLength, maxLength)}${given}`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
