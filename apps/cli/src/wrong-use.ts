import type { Command, CommanderError } from 'commander';
import { wrongUse } from './cli-error';
import type { CliError } from './cli-error';
import { plain } from './words';

/** One helpful line out of commander's complaint: what is wrong, the nearest right thing, where to read more. */
export function wrongUseOf(e: CommanderError, argv: readonly string[], program: Command): CliError {
  const command = program.commands.find((candidate) => argv.includes(candidate.name()));
  const name = command ? `stowbase ${command.name()}` : 'stowbase';
  return wrongUse(`${name}: ${complaint(e, program, command)}`, `See "${name} --help".`);
}

function complaint(e: CommanderError, program: Command, command: Command | undefined): string {
  if (e.code === 'commander.help') return `name a command: ${namesOf(program)}.`;
  if (e.code === 'commander.excessArguments') return tooMany(command);
  const text = e.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, ' (did you mean $1?)');
  const known =
    e.code === 'commander.unknownCommand' && !text.includes('did you mean') ? `; there is ${namesOf(program)}` : '';
  return `${plain(text)}${known}${/[.?)]$/.test(text) && known === '' ? '' : '.'}`;
}

/** What was typed is not repeated: it may be a password that lost its option. */
function tooMany(command: Command | undefined): string {
  const wanted = command?.registeredArguments.length ?? 0;
  return wanted === 0
    ? 'takes options only, not a plain word.'
    : `takes one ${command?.registeredArguments[0]?.name() ?? 'word'}, not more.`;
}

const namesOf = (program: Command): string => program.commands.map((command) => command.name()).join(', ');
