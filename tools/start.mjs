#!/usr/bin/env node
// `npm start`: the service with its web app on http://localhost:3000, its records in ./data. Builds what is older than its sources.
import { launch } from './start/launch.mjs';

await launch(['serve'], ['cli', 'api', 'web']);
