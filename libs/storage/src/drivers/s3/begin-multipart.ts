import { abortWithinMs, type CreateOptions } from '../../storage';
import { Multipart, type MultipartOf } from './multipart';
import { repeated, type Patience } from './repeated';

interface BeginOptions {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly options: Pick<CreateOptions, 'onRetry' | 'onState'>;
}

/** After the signal a request that begins an upload may last so long: its reply names what has to be stopped. Milliseconds. */
const lingerMs = abortWithinMs / 2;

/**
 * An upload in parts whose id the caller has stored.
 * @throws what `onState` rejects with; the upload is stopped then
 */
export async function beginMultipart(
  upload: MultipartOf,
  { patience, signal, options }: BeginOptions,
): Promise<Multipart> {
  const { onRetry, onState } = options;
  const multipart = await repeated(() => begunInSpite(upload, signal), { patience, signal, onRetry });
  try {
    await onState?.({ uploadId: multipart.uploadId });
    return multipart;
  } catch (cause) {
    await stop(multipart);
    throw cause;
  }
}

async function begunInSpite(upload: MultipartOf, signal: AbortSignal): Promise<Multipart> {
  const later = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => void (timer = setTimeout(() => later.abort(signal.reason), lingerMs));
  signal.throwIfAborted();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const multipart = await Multipart.begin(upload, later.signal);
    if (signal.aborted) await stop(multipart);
    signal.throwIfAborted();
    return multipart;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Nobody has its id yet: what this can't stop, only a rule of the bucket can. */
const stop = (multipart: Multipart): Promise<void> =>
  multipart.abort(AbortSignal.timeout(abortWithinMs)).catch(() => undefined);
