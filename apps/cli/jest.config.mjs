import { nodeProject } from '../../jest.preset.js';

// The specs start the real command line, which may have to build itself, and real servers.
export default { ...nodeProject('cli'), testTimeout: 60_000 };
