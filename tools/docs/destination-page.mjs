// Pages about destinations are written by hand, but for what the driver's declaration says: that stands between two marks.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'docs/destinations';
const [begin, end] = ['begin', 'end'].map((which) => `<!-- made by npm run docs: ${which} -->`);

/** Of the storage driver of this type. The folder of the machine is called as people call it. */
export const pageOf = (type) => `${folder}/${type === 'local_mapped' ? 'local-folder' : type.replaceAll('_', '-')}.md`;

/**
 * The page with what its driver declares.
 * @param {import('@stowbase/storage').DriverDescription} driver
 * @param {Map<string, string>} environment name of a variable → name of the field
 * @param {Record<string, string>} checks titles of the probe's checks
 * @returns {string} without the page or its marks only the made part, which is then told to be out of date
 */
export function destinationPage(driver, environment, checks) {
  const made = [begin, ...settings(driver, environment), ...presets(driver), ...permissions(driver, checks), end].join(
    '\n',
  );
  const page = readFileSync(join(import.meta.dirname, '../..', pageOf(driver.type)), 'utf8');
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${pageOf(driver.type)} has no place for its settings: ${begin} … ${end}`);
  return page.slice(0, from) + made + page.slice(to + end.length);
}

function settings({ fields }, environment) {
  if (fields.length === 0) return ['', 'There is nothing to set.', ''];
  const variables = new Map([...environment].map(([variable, field]) => [field, variable]));
  const rows = fields.map((field) => [
    field.group === undefined ? field.label : `${field.label} (${field.group})`,
    `\`${variables.get(field.name)}\``,
    valueOf(field, fields),
    field.help,
  ]);
  return table(['setting', 'variable', 'value', 'meaning'], rows);
}

/** What may be given, and what holds when nothing is. */
function valueOf(field, fields) {
  const { kind, required, example, when, min, max } = field;
  const said = [kinds[kind](field), required === true ? 'required' : ''];
  if (min !== undefined || max !== undefined) said.push(limits(field));
  if (field.default !== undefined) said.push(`default \`${field.default}\``);
  if (example !== undefined) said.push(`such as \`${example}\``);
  if (when !== undefined) {
    const other = fields.find(({ name }) => name === when.field);
    said.push(`only while ${other?.label ?? when.field} is \`${when.equals}\``);
  }
  return said.filter((part) => part !== '').join('; ');
}

const kinds = {
  text: () => 'text',
  secret: () => 'secret',
  url: () => 'address',
  integer: () => 'whole number',
  bytes: () => 'size, like `500 GB`',
  boolean: () => 'on or off',
  choice: ({ choices = [] }) => `one of ${choices.map(({ value }) => `\`${value}\``).join(', ')}`,
  'json-file': () => 'text of a JSON file, secret',
  path: () => 'folder',
};

function limits({ kind, min, max }) {
  const unit = kind === 'integer' ? '' : kind === 'bytes' ? ' bytes' : ' characters';
  if (max === undefined) return min === 1 && kind === 'bytes' ? '' : `at least ${min}${unit}`;
  return min === undefined ? `at most ${max}${unit}` : `${min} to ${max}${unit}`;
}

function presets({ fields, presets: known = [] }) {
  if (known.length === 0) return [];
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  const rows = known.map(({ label, values, help }) => [
    label,
    Object.entries(values)
      .map(([name, value]) => `${labels.get(name) ?? name} \`${value}\``)
      .join(', '),
    help,
  ]);
  return [
    'What choosing a service fills in; all of it can be changed:',
    ...table(['service', 'fills in', 'where to find the rest'], rows),
  ];
}

function permissions({ permissions: needed = {} }, checks) {
  const rows = Object.entries(needed).map(([check, permission]) => [checks[check] ?? check, `\`${permission}\``]);
  if (rows.length === 0) return [];
  return ['What the probe checks, and the permission that each check needs:', ...table(['check', 'permission'], rows)];
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return ['', line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line), ''];
}
