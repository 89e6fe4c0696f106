import type { Command, CommanderError } from 'commander';
import { wrongUse } from './cli-error';
import type { CliError } from './cli-error';
import { plain } from './words';

/** One helpful line out of commander's complaint: what is wrong, the nearest right thing, where to read more. */
export function wrongUseOf(e: CommanderError, argv: readonly string[], program: Command): CliError {
  const path = pathOf(argv, program);
  const name = path.map((command) => command.name()).join(' ');
  return wrongUse(`${name}: ${complaint(e, path.at(-1) ?? program)}`, `See "${name} --help".`);
}

/** The program, its command, and that one's own command where it has some. */
function pathOf(argv: readonly string[], program: Command): Command[] {
  return argv.reduce(
    (path, word) => {
      const next = path.at(-1)?.commands.find((candidate) => candidate.name() === word);
      return next === undefined ? path : [...path, next];
    },
    [program],
  );
}

function complaint(e: CommanderError, command: Command): string {
  if (e.code === 'commander.help') return `name a command: ${namesOf(command)}.`;
  if (e.code === 'commander.excessArguments') return tooMany(command);
  const text = e.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, ' (did you mean $1?)');
  const known =
    e.code === 'commander.unknownCommand' && !text.includes('did you mean') ? `; there is ${namesOf(command)}` : '';
  return `${plain(text)}${known}${/[.?)]$/.test(text) && known === '' ? '' : '.'}`;
}

/** What was typed is not repeated: it may be a password that lost its option. */
function tooMany(command: Command): string {
  const wanted = command.registeredArguments.length;
  if (wanted === 0) return 'takes options only, not a plain word.';
  const names = command.registeredArguments.map((argument) => argument.name());
  return `takes ${names.length === 1 ? `one ${names.join('')}` : names.join(' and ')}, not more.`;
}

const namesOf = (parent: Command): string => parent.commands.map((command) => command.name()).join(', ');
