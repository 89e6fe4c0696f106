import { Command } from 'commander';
import { defineAdmin } from './admin/admin-command';
import { defineBackup } from './backup/backup-command';
import { defineCopy } from './copy/copy-command';
import { defineDemo } from './demo/demo-command';
import { defineDestinations } from './destinations/destinations-command';
import { defineDoctor } from './doctor/doctor-command';
import { defineExtract } from './extract/extract-command';
import { defineInspect } from './inspect/inspect-command';
import { defineKeygen } from './keygen/keygen-command';
import { defineList } from './list/list-command';
import { optionHelp } from './option-help';
import { defineRestore } from './restore/restore-command';
import { defineServe } from './serve/serve-command';
import type { Start } from './shell';
import { defineVerify } from './verify/verify-command';
import { version } from './version';

const COMMANDS = [
  defineBackup,
  defineInspect,
  defineVerify,
  defineRestore,
  defineExtract,
  defineList,
  defineCopy,
  defineDestinations,
  defineDoctor,
  defineKeygen,
  defineServe,
  defineAdmin,
  defineDemo,
];

/** The table of contents: every command of `stowbase`. Nothing is printed from here: texts come back through `print`. */
export function buildProgram(start: Start, print: (text: string) => void): Command {
  const program = new Command('stowbase')
    .description(
      'Complete backups of Supabase projects and other PostgreSQL databases, one file each, restorable with public tools.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureHelp({ optionDescription: optionHelp })
    .configureOutput({ writeOut: print, writeErr: () => undefined, outputError: () => undefined })
    .addHelpText('after', EXIT_CODES);
  for (const define of COMMANDS) {
    const command = define(program, start);
    command.helpOption('-h, --help', 'print this help').exitOverride();
  }
  return program;
}

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 wrong use, 3 done with gaps or differences, 4 damaged archive, 5 partly stored, 130 interrupted, 143 terminated.`;
