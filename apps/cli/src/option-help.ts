import type { Option } from 'commander';

/** An option's description with its choices and a default worth knowing; switches, lists and parsed values have none. */
export function optionHelp(option: Option): string {
  const facts: string[] = [];
  if (option.argChoices !== undefined) facts.push(option.argChoices.join(', '));
  const standard: unknown = option.defaultValue;
  if (typeof standard === 'string' || typeof standard === 'number') facts.push(`default: ${standard}`);
  return facts.length === 0 ? option.description : `${option.description} (${facts.join('; ')})`;
}
