import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';

/** Flags every command has. */
export function withCommonFlags(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on standard output', false)
    .option('--quiet', 'no progress on standard error', false);
}

/** Examples under the options of a command's help. */
export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** For options that may be given again and again. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** A whole number in a range, for an option's argument. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
