import { isIPv4, isIPv6 } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';

/** What PUBLIC_URL decides: cookie names, links, the allowed Origin and Host. Never taken from a request. */
@Injectable()
export class PublicAddress {
  readonly origin: string;
  readonly hostName: string;
  /** Whether cookies are `Secure`: browsers also send those to http://localhost. */
  readonly secureCookies: boolean;

  constructor(@Inject(CONFIG) config: Config) {
    const { publicUrl } = config;
    this.origin = publicUrl.origin;
    this.hostName = publicUrl.hostname;
    this.secureCookies =
      publicUrl.protocol === 'https:' || isThisMachine(publicUrl.hostname) || !config.allowInsecureHttp;
  }

  /** @param path with its leading `/` */
  link(path: string): string {
    return `${this.origin}${path}`;
  }

  /** `__Host-` names are only accepted by browsers when the cookie is `Secure`, for this host alone and for every path. */
  cookieName(name: 'sid' | 'device'): string {
    return this.secureCookies ? `__Host-${name}` : `stowbase-${name}`;
  }

  /** Names that point elsewhere today may point here tomorrow (DNS rebinding); addresses can't. */
  accepts(hostHeader: string | undefined): boolean {
    const name = hostNameOf(hostHeader);
    return name !== null && (name === this.hostName || isThisMachine(name) || isAddress(name));
  }
}

/** Lower case, IPv6 in brackets, without port; null: no host name. */
function hostNameOf(hostHeader: string | undefined): string | null {
  if (hostHeader === undefined || !/^[A-Za-z0-9.\-_:[\]]+$/.test(hostHeader)) return null;
  const name = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]]+)(:\d{1,5})?$/.exec(hostHeader)?.[1];
  return name === undefined ? null : name.toLowerCase().replace(/\.$/, '');
}

function isThisMachine(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '127.0.0.1' || name === '[::1]';
}

function isAddress(name: string): boolean {
  return name.startsWith('[') ? isIPv6(name.slice(1, -1)) : isIPv4(name);
}
