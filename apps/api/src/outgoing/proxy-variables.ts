/** Ours: which proxies in front of the service are trusted. */
const kept = 'TRUST_PROXY';

/**
 * Removes the variables that would lead requests around the guard, through a proxy (`HTTPS_PROXY`, `no_proxy`, `npm_config_https_proxy`,
 * `NODE_USE_ENV_PROXY` …), in either case. @returns their names, for the log; the values may hold passwords
 */
export function stripProxyVariables(env: NodeJS.ProcessEnv): string[] {
  const names = Object.keys(env).filter((name) => /_proxy$/i.test(name) && name !== kept);
  for (const name of names) delete env[name];
  return names.sort();
}
