import { createInterface } from 'node:readline';
import { AdminError } from './admin-error';

/** @throws AdminError `NO_PASSWORD_GIVEN` when there is none */
export async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input, terminal: false });
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
  lines.close();
  if (line !== '') return line;
  throw new AdminError(
    'NO_PASSWORD_GIVEN',
    'No password came on standard input.',
    'Pipe it in as one line, or leave --password-stdin out: then one is made and shown.',
  );
}
