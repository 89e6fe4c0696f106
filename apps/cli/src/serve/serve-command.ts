import type { Command } from 'commander';
import { examples } from '../common-flags';
import type { Start } from '../shell';
import { notBuilt } from './service-bundle';

/** Help, and what is wrong; a service that is there is started before (`main.ts`). */
export function defineServe(program: Command, start: Start): Command {
  return program
    .command('serve')
    .summary('run the service: API, queue and web app')
    .description(
      'Run the service until it is told to stop. Everything is set by environment variables, see docs/configuration.md.',
    )
    .addHelpText('after', examples(['stowbase serve', 'PORT=8080 DATA_DIR=/var/lib/stowbase stowbase serve']))
    .action(() => start(() => Promise.reject(notBuilt())));
}
