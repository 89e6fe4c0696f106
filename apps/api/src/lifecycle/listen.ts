import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '../config/config';
import { StartError } from '../errors/start-error';

/**
 * Sweeps what a dead process left (`onApplicationBootstrap` of the features), then opens the port.
 * @returns the port it listens on
 * @throws StartError
 */
export async function listen(app: NestExpressApplication, { host, port }: Config): Promise<number> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw translated(error, host, port);
  }
  const address = app.getHttpServer().address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function translated(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(
        'PORT_TAKEN',
        `Something else listens on ${host}, port ${port}.`,
        'Stop it, or set another PORT.',
        error,
      );
    case 'EACCES':
      return new StartError(
        'PORT_NOT_ALLOWED',
        `The user that runs Stowbase may not open port ${port}.`,
        'Set a PORT above 1023.',
        error,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(
        'HOST_NOT_HERE',
        `${host} is not an address of this machine.`,
        'Set HOST to one, or to 0.0.0.0 for all.',
        error,
      );
    default:
      return error;
  }
}
