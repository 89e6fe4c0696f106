import { stripProxyVariables } from './proxy-variables';

it('P-OUTGOING-5 no environment variable leads requests around the guard, and their names are told', () => {
  const kept = { PATH: '/bin', TRUST_PROXY: '10.0.0.0/8', PROXY_HOST: 'x', PUBLIC_URL: 'https://b.example.com' };
  const env: NodeJS.ProcessEnv = {
    ...kept,
    HTTP_PROXY: 'http://me:secret@proxy:3128',
    https_proxy: 'http://proxy:3128',
    ALL_PROXY: 'socks5://proxy',
    no_proxy: '*',
    npm_config_https_proxy: 'http://proxy',
    NODE_USE_ENV_PROXY: '1',
  };
  expect(stripProxyVariables(env)).toEqual([
    'ALL_PROXY',
    'HTTP_PROXY',
    'NODE_USE_ENV_PROXY',
    'https_proxy',
    'no_proxy',
    'npm_config_https_proxy',
  ]);
  expect(env).toEqual(kept);
  expect(stripProxyVariables(env)).toEqual([]);
});
