import { Agent, buildConnector, request as send, type Dispatcher } from 'undici';
import type { Guard } from './guard';
import { redirected, replyTooLarge, translateRequestError } from './request-errors';
import { defaultMaxReplyBytes, defaultTimeoutMs, type OutgoingReply, type OutgoingRequest } from './request-types';
import { urlInvalid, urlWithLogin } from './url-errors';

/**
 * One HTTP request through the guard, on a connection of its own. Redirects are not followed; the reply comes whole or not at all.
 * @throws OutgoingError
 */
export async function guardedRequest(guard: Guard, request: OutgoingRequest): Promise<OutgoingReply> {
  const url = readUrl(request.url);
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
  const agent = agentFor(guard, request, signal);
  try {
    return await exchange(url, request, agent, signal);
  } catch (error) {
    const over = { deadline, timeoutMs, ...(request.signal === undefined ? {} : { cancelled: request.signal }) };
    throw translateRequestError(error, url.hostname, over);
  } finally {
    await agent.destroy();
  }
}

/** @throws OutgoingError `URL_INVALID` */
export function readUrl(text: string | URL): URL {
  const url = URL.parse(String(text));
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw urlInvalid();
  if (url.username !== '' || url.password !== '') throw urlWithLogin();
  return url;
}

async function exchange(
  url: URL,
  request: OutgoingRequest,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<OutgoingReply> {
  const { method = 'GET', headers = {}, body, maxReplyBytes = defaultMaxReplyBytes } = request;
  const reply = await send(url, { dispatcher, method, headers, signal, ...(body === undefined ? {} : { body }) });
  // Whoever leaves early ends the connection; nobody waits for what that does to the rest of the body.
  reply.body.on('error', endedWithTheConnection);
  const { statusCode: status } = reply;
  if (status >= 300 && status < 400) throw redirected(url.hostname, reply.headers.location);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of reply.body as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxReplyBytes) throw replyTooLarge(url.hostname, maxReplyBytes);
    pieces.push(piece);
  }
  return { status, headers: reply.headers, body: Buffer.concat(pieces, bytes) };
}

/** All time limits are in the signal, which also covers the time before a connection is there. */
function agentFor(guard: Guard, { allowInsecure = false, ca }: OutgoingRequest, signal: AbortSignal): Agent {
  const overSocket = buildConnector({ allowH2: false, timeout: 0, ...(ca === undefined ? {} : { ca }) });
  return new Agent({
    connections: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(options, callback) {
      const encrypted = options.protocol === 'https:';
      const port = Number(options.port || (encrypted ? 443 : 80));
      guard.connect({ host: options.hostname, port, signal, privateOnly: !encrypted && !allowInsecure }).then(
        (socket) => {
          if (encrypted) overSocket({ ...options, httpSocket: socket }, callback);
          else callback(null, socket);
        },
        (error: unknown) => callback(error instanceof Error ? error : new Error('not connected'), null),
      );
    },
  });
}

const endedWithTheConnection = (): void => undefined;
