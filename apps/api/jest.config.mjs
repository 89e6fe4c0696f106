import { nodeProject } from '../../jest.preset.js';

// Real databases, real listeners.
export default { ...nodeProject('api'), testTimeout: 60_000 };
