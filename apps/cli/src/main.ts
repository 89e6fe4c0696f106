import { startsService, startService } from './serve/service-bundle';

// The rest of the command line is loaded only where it works itself: the service would carry it along for weeks.
if (startsService(process.argv.slice(2))) await startService();
else process.exit(await (await import('./run-command')).runCommand(process.argv.slice(2)));
