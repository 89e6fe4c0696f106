import { BlockList, connect, isIPv6, type Socket } from 'node:net';
import { StorageError, type OutgoingTarget } from '@stowbase/storage';

/**
 * Connects without a guard: whoever types a command may reach what this machine reaches. Only what must stay in the own network is
 * refused elsewhere, before a byte was sent.
 */
export function plainConnect({ host, port, signal, privateOnly = false }: OutgoingTarget): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(asError(signal.reason));
    const socket = connect({ host: host.replace(/^\[(.*)\]$/, '$1'), port });
    const stop = (): void => void socket.destroy(asError(signal.reason));
    signal.addEventListener('abort', stop, { once: true });
    const settled = (): void => {
      signal.removeEventListener('abort', stop);
      socket.removeListener('error', failed);
    };
    const failed = (e: Error): void => {
      settled();
      reject(e);
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      settled();
      if (!privateOnly || isPrivate(socket.remoteAddress)) return resolve(socket);
      socket.destroy();
      reject(notEncrypted(host));
    });
  });
}

const privateRanges = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privateRanges.addSubnet(net, prefix, 'ipv4');
privateRanges.addAddress('::1', 'ipv6');
privateRanges.addSubnet('fc00::', 7, 'ipv6');
privateRanges.addSubnet('fe80::', 10, 'ipv6');

/** This machine and the networks that no router on the internet forwards (RFC 1918, 3927, 4193, 6598); IPv4 written as IPv6, too. */
export function isPrivate(address: string | undefined): boolean {
  if (address === undefined) return false;
  const bare = address.replace(/%.*$/, '');
  return privateRanges.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
}

const notEncrypted = (host: string): StorageError =>
  new StorageError(
    'invalid-config',
    `The connection to ${host} would not be encrypted, and it leaves the own network.`,
    'Use https://, or set the destination’s …_ALLOW_INSECURE to true.',
    { field: 'allowInsecure' },
  );

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error('stopped'));
