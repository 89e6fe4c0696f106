import { nodeProject } from '../../jest.preset.js';

// Servers start in half a second, on a busy machine in several.
export default { ...nodeProject('dump'), testTimeout: 60_000 };
