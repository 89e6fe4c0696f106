import { posix } from 'node:path';
import { parse } from 'yaml';

/**
 * Reads a compose file of the folder docker/; what its services take from another file is put in.
 * @param {string} name @param {(path: string) => string} read
 */
export function readCompose(name, read) {
  const file = parse(read(`docker/${name}`), { strict: true });
  const services = Object.entries(file.services).map(([service, own]) => [service, extended(own, name, read)]);
  return { ...file, services: Object.fromEntries(services) };
}

function extended(own, name, read) {
  if (own.extends === undefined) return own;
  const { file = name, service } = own.extends;
  const base = readCompose(file, read).services[service];
  if (base === undefined) throw new Error(`docker/${file} has no service "${service}" to extend.`);
  return { ...base, ...own };
}

/** `2m`, `45s` → seconds */
export function seconds(text) {
  const [, count, unit] = /^(\d+)([sm])$/.exec(text ?? '') ?? [];
  return count === undefined ? Number.NaN : Number(count) * (unit === 'm' ? 60 : 1);
}

/** `a:b` → both. A path stays whole: ours have no colon. @param {string} text */
export const sides = (text) => {
  const parts = text.split(':');
  return { left: parts.slice(0, -1).join(':'), right: parts.at(-1) };
};

/** A path in a compose file of docker/, from the root of the repository. */
export const fromDocker = (path) => posix.join('docker', path);
