import { destinationVariables } from './env-destinations';
import type { Variable } from './variable';
import { variables } from './variables';

const introduction = `# Configuration

Everything is set by environment variables; each has a default. A blank value counts as not set. A **secret** may lie in a file instead, whose
path is in \`NAME_FILE\` (Docker and Kubernetes hand out secrets so). What is wrong is said at start, all at once, a line for each variable.

This page is made from \`apps/api/src/config/variables.ts\` and the fields of the storage drivers by \`npm run docs\`.`;

/** docs/configuration.md, from the tables that the service itself reads. */
export function configurationPage(): string {
  const all: [string, Variable<unknown>][] = [
    ...Object.entries(variables),
    ...[...destinationVariables].map(([name, { variable }]): [string, Variable<unknown>] => [name, variable]),
  ];
  const groups = [...new Set(all.map(([, { group }]) => group))];
  const sections = groups.map((group) => {
    const rows = all.filter(([, declared]) => declared.group === group).map(([name, declared]) => row(name, declared));
    return [`## ${group}`, '', '| variable | value | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
  });
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

function row(name: string, { kind, fallback, without, secret, help }: Variable<unknown>): string {
  const cells = [
    secret === true ? `\`${name}\` (secret)` : `\`${name}\``,
    kind.what,
    without ?? `\`${printed(fallback)}\``,
    help,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const printed = (value: unknown): string => (typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
