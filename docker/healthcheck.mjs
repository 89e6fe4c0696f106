// Asks the service in this container whether it can work: exit code 0, yes; 1, no, with the reason on standard error.
import { get } from 'node:http';
import { text } from 'node:stream/consumers';

/** Where a service can be asked that listens everywhere. */
const loopback = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const longestMs = 4_000;

const set = (name, fallback) => process.env[name]?.trim() || fallback;
const host = set('HOST', '127.0.0.1');
const port = set('PORT', '3000');

const request = get(
  // The service answers to the names it knows, and to addresses.
  { host: loopback[host] ?? host, port, path: '/api/health/ready', timeout: longestMs, headers: { host: 'localhost' } },
  async (response) => {
    const answer = await text(response);
    if (response.statusCode !== 200) fail(`The service answered ${response.statusCode}: ${answer}`);
  },
);
request.on('timeout', () => request.destroy(new Error(`no answer within ${longestMs / 1_000} s`)));
request.on('error', (error) => fail(`The service can't be asked on port ${port}: ${error.message || error.code}.`));

function fail(reason) {
  console.error(reason);
  process.exitCode = 1;
}
