import path from 'node:path';
import { freePorts } from './free-port';
import { s3Server, type S3Place, type S3Server } from './s3-server';
import { ServerProcesses } from './server-processes';

const app = path.join(import.meta.dirname, '../../../../../node_modules/fauxqs/dist/app.js');
/** Its own command listens on every interface. */
const program = `
  const { buildApp } = await import(process.env.FAUXQS_APP);
  await buildApp({ logger: false }).listen({ host: '127.0.0.1', port: Number(process.env.FAUXQS_PORT) });
`;

/** The quick S3 server: half a second, 100 MB. It believes every key, and conditions on a write mean nothing to it. */
export async function startFauxqs(): Promise<S3Server> {
  const { stop, ...place } = await ServerProcesses.start(begin);
  return s3Server(place, stop);
}

async function begin(processes: ServerProcesses): Promise<S3Place> {
  const port = await freePorts();
  const env = { FAUXQS_PORT: String(port), FAUXQS_APP: app, NODE_OPTIONS: '' };
  await processes.spawn(process.execPath, ['--input-type=module', '--eval', program], env);
  await processes.untilListening(port);
  const endpoint = `http://127.0.0.1:${port}`;
  return { name: 'fauxqs', endpoint, region: 'us-east-1', accessKeyId: 'test', secretAccessKey: 'test' };
}
