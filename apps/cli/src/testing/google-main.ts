// The command line as it is, but where it would ask Google it asks a double. For tests; no build has it.
import { providerEndpoints } from '../destinations/destination-context';
import { runCommand } from '../run-command';

Object.assign(providerEndpoints, JSON.parse(process.env['STOWBASE_TEST_ENDPOINTS'] ?? '{}'));
process.exit(await runCommand(process.argv.slice(2)));
