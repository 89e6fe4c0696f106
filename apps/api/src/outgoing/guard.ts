import { lookup as systemLookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect as connectSocket, type Socket, type TcpNetConnectOpts } from 'node:net';
import { judgeAddress, type AddressPolicy, type AllowedAddress } from './judge-address';
import { addressBlocked, hostInvalid } from './refusals';
import { unlessAborted } from './unless-aborted';
import { insecureUrl } from './url-errors';

export interface GuardTarget {
  readonly host: string;
  readonly port: number;
  /** Ends the attempt; a connected socket isn't touched any more. */
  readonly signal: AbortSignal;
  /** For what is sent unencrypted: refuses when any address is public. */
  readonly privateOnly?: boolean;
}

/** Name → all its addresses. */
export type Lookup = (name: string) => Promise<{ address: string; family: number }[]>;

export interface GuardOptions extends AddressPolicy {
  /** Default: the system's resolver. */
  readonly lookup?: Lookup;
  /** Makes the socket and begins to connect it; default: `net.connect`. Tests hand in their own. */
  readonly open?: (options: TcpNetConnectOpts) => Socket;
}

/**
 * Node gives up an address after 250 ms and goes to the next one, for good; other continents need longer for an answer.
 * With several addresses that don't answer at all this is the wait for each.
 */
const nextAddressAfterMs = 2_500;

/**
 * Opens every connection of the service to other machines. A host is judged three times: as it is written, by each address that it
 * resolves to (one that is denied refuses them all), and by the address the socket is connected to in the end. Names are resolved
 * once a connection, and only the judged addresses are handed on.
 */
export class Guard {
  readonly lookup: Lookup;
  private readonly open: (options: TcpNetConnectOpts) => Socket;

  constructor(private readonly options: GuardOptions) {
    this.lookup = options.lookup ?? ((name) => systemLookup(name, { all: true }));
    this.open = options.open ?? connectSocket;
  }

  /**
   * A connected TCP socket; fits `Connect` of @stowbase/postgres.
   * @throws OutgoingError `ADDRESS_BLOCKED`, `HOST_INVALID`, `INSECURE_URL`; else Node's own errors (`ENOTFOUND`, `ECONNREFUSED` …), which
   * the caller translates, because it knows what it wanted there
   */
  readonly connect = async (target: GuardTarget): Promise<Socket> => {
    const { host, port, signal } = target;
    const addresses = await this.judged(target);
    const socket = this.open({
      host,
      port,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: nextAddressAfterMs,
      ...aimedAt(addresses),
    });
    socket.on('error', reportedByOnce);
    try {
      await once(socket, 'connect', { signal });
      this.judgeConnected(socket, host);
      return socket;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  };

  /**
   * The address of `host` to use where a name would be resolved again (PGHOSTADDR). Of several it is the one that answers first, found by
   * a connection that is closed at once. @throws as `connect`
   */
  readonly resolve = async (target: GuardTarget): Promise<string> => {
    const [only, ...others] = await this.judged(target);
    if (others.length === 0) return only.address;
    const socket = await this.connect(target);
    const { remoteAddress } = socket;
    socket.destroy();
    return remoteAddress ?? only.address;
  };

  private async judged({
    host,
    signal,
    privateOnly = false,
  }: GuardTarget): Promise<[AllowedAddress, ...AllowedAddress[]]> {
    signal.throwIfAborted();
    const literal = judgeAddress(host, this.options);
    const answers =
      literal.verdict === 'name' ? await unlessAborted(this.lookup(literal.name), signal) : [{ address: host }];
    const [first, ...others] = answers.map(({ address }) => this.allowed(address, host));
    if (first === undefined) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
    if (privateOnly && [first, ...others].some(({ kind }) => kind === 'public')) throw insecureUrl(host);
    return [first, ...others];
  }

  private allowed(address: string, host: string): AllowedAddress {
    const judgement = judgeAddress(address, this.options);
    switch (judgement.verdict) {
      case 'allowed':
        return judgement;
      case 'blocked':
        throw addressBlocked(host, judgement);
      case 'name': // a resolver's answer that is no address
      case 'invalid':
        throw hostInvalid();
    }
  }

  private judgeConnected(socket: Socket, host: string): void {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) throw Object.assign(new Error('closed at once'), { code: 'ECONNRESET' });
    this.allowed(remoteAddress, host);
  }
}

/** Node doesn't ask the look-up for a literal, nor do we hand it an odd spelling of one. */
function aimedAt(addresses: readonly [AllowedAddress, ...AllowedAddress[]]): Partial<TcpNetConnectOpts> {
  const [first, ...others] = addresses;
  if (others.length === 0) return { host: first.address };
  return {
    lookup: (_name, { all }, answer) => {
      if (all === true)
        answer(
          null,
          addresses.map(({ address, family }) => ({ address, family })),
        );
      else answer(null, first.address, first.family);
    },
  };
}

/** The waiting promise, later whoever uses the socket, gets the same error; without any listener it would end the process. */
const reportedByOnce = (): void => undefined;
