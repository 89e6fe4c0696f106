import type { Request } from 'express';
import ipaddr from 'ipaddr.js';
import type { Visitor } from '../sessions/login-sessions.service';

/** Who is at the other end. Express reads X-Forwarded-For only when the connection comes from TRUST_PROXY. */
export function clientAddress(request: Request): string {
  const address = request.ip ?? request.socket.remoteAddress ?? '';
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : 'unknown';
}

export const visitorOf = (request: Request): Visitor => ({
  address: clientAddress(request),
  userAgent: request.headers['user-agent'] ?? '',
});

/** What one person can have many of is counted as one: the /64 of an IPv6 address. */
export function addressGroup(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parts = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`;
}
