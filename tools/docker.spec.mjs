import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { lettingThrough } from './docker/build-context.mjs';
import { problemsOfCompose } from './docker/check-compose.mjs';
import { problemsOfImage, settingsOf } from './docker/check-image.mjs';
import { readCompose } from './docker/compose-file.mjs';
import { parseDockerfile } from './docker/dockerfile.mjs';
import { madeSecrets } from './docker/made-secrets.mjs';
import { readRepository } from './docker/repository.mjs';

const root = join(import.meta.dirname, '..');
const repository = readRepository(root);
const dockerfile = repository.read('docker/Dockerfile');
const image = settingsOf(parseDockerfile(dockerfile).at(-1));
const secretFiles = [...madeSecrets(root).secrets.keys()];

/** The repository with one of its files changed. A change that changes nothing would prove nothing. */
function changed(path, from, to) {
  const before = repository.read(path);
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${path} does not hold ${from}.`);
  return { ...repository, read: (one) => (one === path ? after : repository.read(one)) };
}
const imageProblems = (now = repository) => problemsOfImage(now.read('docker/Dockerfile'), now);
const composeProblems = (name, now = repository) =>
  problemsOfCompose(readCompose(name, now.read), { image, secretFiles, repository: now });

describe('P-CONTAINER-1 the image names only what is there, and runs with few rights', () => {
  it('as it is', () => {
    expect(imageProblems()).toEqual([]);
  });

  const dockerfileCases = [
    ['COPY libs ./libs', 'COPY librs ./libs', /librs is not there to be copied from the repository/],
    ['/src/dist/apps/api ./api', '/src/dist/apps/apy ./api', /dist\/apps\/apy is not there to be copied from build/],
    ['COPY --from=key', 'COPY --from=keys', /is not there to be copied from keys/],
    ['RUN npm run build', 'RUN npm run bild', /"npm run bild" can't run here/],
    [
      'COPY package.json package-lock.json .npmrc ./',
      'COPY package.json ./',
      /"npm ci --ignore-scripts" can't run here/,
    ],
    ['gpg postgresql-client-common', 'postgresql-client-common', /the command gpg is not in this stage/],
    ['groupadd --gid', 'addgroup --gid', /the command addgroup is not in this stage/],
    [
      '      postgresql-client-18',
      '      postgresql-client-81',
      /no package postgresql-client-81 is in trixie or trixie-pgdg/,
    ],
    [
      '      postgresql-client-16 \\\n',
      '',
      /the command \/usr\/lib\/postgresql\/16\/bin\/pg_dump is not in this stage/,
    ],
    [/COPY docker\/postgresql.sources.*\n/, '', /no package postgresql-client-15 is in trixie\./],
    [/COPY --from=key .*\n/, '', /is signed by \/usr\/share\/keyrings\/postgresql\.gpg, which is not there/],
    ['B97B0AFC', 'B97B0AFD', /key of the PostgreSQL project's archive is not checked/],
    ['node:24.21.0', 'node:24.20.0', /Node must be 24\.21\.0/],
    ['npm ci --ignore-scripts', 'npm ci', /must not run the packages' scripts/],
    [" && find dist -name '*.map' -delete", '', /No source maps/],
    ['FROM debian:trixie-slim\nLABEL', 'FROM debian:sarge\nLABEL', /debian:sarge is not an image that we know/],
    ['USER 10001:10001', 'USER 0:0', /USER 0:0: must be two numbers, not root's/],
    ['USER 10001:10001', 'USER stowbase', /USER stowbase: must be two numbers/],
    ['USER 10001:10001', 'USER 10002:10002', /Nobody makes the folders/],
    ['DATA_DIR=/data', 'DATA_DIR=/records', /VOLUME .* is not where DATA_DIR and LOCAL_STORAGE_ROOTS are/],
    ['LOCAL_STORAGE_ROOTS=/backups', 'LOCAL_STORAGE_ROOT=/backups', /ENV LOCAL_STORAGE_ROOT: nothing reads it/],
    ['HOST=0.0.0.0', 'HOST=127.0.0.1', /could not be reached/],
    ['EXPOSE 3000', 'EXPOSE 8080', /EXPOSE 8080 is not PORT/],
    ['image.version="0.1.0"', 'image.version="0.0.9"', /The label's version is not/],
    ['["node", "/app/healthcheck.mjs"]', '["curl", "/app/healthcheck.mjs"]', /HEALTHCHECK curl .* is not in the image/],
    ['docker/healthcheck.mjs ./', './', /HEALTHCHECK node \/app\/healthcheck\.mjs is not in the image/],
    ['ENTRYPOINT ["stowbase"]', 'ENTRYPOINT ["stowbaes"]', /ENTRYPOINT stowbaes is not in the image/],
    ['CMD ["serve"]', 'CMD ["server"]', /stowbase has no such command/],
    ['COPY LICENSE package.json', 'COPY LICENSE', /no ES modules/],
    [/COPY .* \.\/web\n/, '', /\/app\/web\/browser\/index\.html is not in the image/],
  ];
  it.each(dockerfileCases)('Dockerfile: %p changed to %p is found', (from, to, problem) => {
    expect(imageProblems(changed('docker/Dockerfile', from, to)).join('\n')).toMatch(problem);
  });

  it.each([
    ['docker/healthcheck.mjs', '/api/health/ready', '/api/health/redy', /asks for \/api\/health\/redy, which/],
    ['docker/stowbase', '/app/cli/main.js', '/app/main.js', /\/app\/main\.js is not in the image/],
    [
      'docker/postgresql.sources',
      'trixie-pgdg',
      'bookworm-pgdg',
      /no package postgresql-client-15 is in trixie or bookworm-pgdg/,
    ],
    ['docker/postgresql.sources', 'keyrings/postgresql.gpg', 'keyrings/other.gpg', /other\.gpg, which is not there/],
  ])('%s: %p changed to %p is found', (path, from, to, problem) => {
    expect(imageProblems(changed(path, from, to)).join('\n')).toMatch(problem);
  });
});

describe('P-CONTAINER-2 the compose files name only what is there, and confine what they start', () => {
  it.each(['compose.yaml', 'compose.postgres.yaml'])('%s as it is', (name) => {
    expect(composeProblems(name)).toEqual([]);
  });

  it.each([
    ['docker/compose.yaml', 'dockerfile: docker/Dockerfile', 'dockerfile: Dockerfile', /no Dockerfile to build/],
    ['docker/compose.yaml', 'read_only: true', 'read_only: false', /stowbase: its root file system can be written/],
    ['docker/compose.yaml', 'cap_drop', 'cap-drop', /cap-drop is no word of a service[^]*it keeps capabilities/],
    ['docker/compose.yaml', 'no-new-privileges:true', 'seccomp:unconfined', /may become root/],
    ['docker/compose.yaml', '/tmp:size', '/var/tmp:size', /no \/tmp of its own/],
    ['docker/compose.yaml', '127.0.0.1:3000:3000', '3000:3000', /from other machines without https/],
    ['docker/compose.yaml', '127.0.0.1:3000:3000', '127.0.0.1:3000:8080', /a port that nothing listens on/],
    [
      'docker/compose.yaml',
      'stop_grace_period: 45s',
      'stop_grace_period: 25s',
      /killed while backups may still run \(25 s\)/,
    ],
    ['docker/compose.yaml', 'required: false', 'required: true', /there is no stowbase\.env/],
    [
      'docker/compose.yaml',
      'data:/data',
      'data:/var/data',
      /its volumes are at \/var\/data,\/backups, not at \/data,\/backups/,
    ],
    ['docker/compose.yaml', '- data:/data', '- records:/data', /volumes: records is not declared/],
    [
      'docker/compose.postgres.yaml',
      'DATABASE_URL_FILE',
      'DATABASE_FILE',
      /DATABASE_FILE is no setting of the service/,
    ],
    [
      'docker/compose.postgres.yaml',
      /DATABASE_URL_FILE:.*/,
      'DATABASE_URL: postgresql://x',
      /DATABASE_URL stands in clear/,
    ],
    ['docker/compose.postgres.yaml', 'ROLE: worker', 'ROLES: worker', /worker: ROLES is no setting/],
    [
      'docker/compose.postgres.yaml',
      'secrets: [database_url, app_key]',
      'secrets: [app_key]',
      /isn't given the secret database_url/,
    ],
    [
      'docker/compose.postgres.yaml',
      './secrets/app_key',
      './secrets/key',
      /make-secrets\.sh makes no \.\/secrets\/key/,
    ],
    ['docker/compose.postgres.yaml', './secrets/app_key', './app_key', /\.\/app_key could be committed/],
    ['docker/compose.postgres.yaml', 'postgres:17-trixie', 'postgres:17-jessie', /postgres:17-jessie is not an image/],
    ['docker/compose.postgres.yaml', 'postgres:17-trixie', 'postgres:18-trixie', /its data is in no volume/],
    ['docker/compose.postgres.yaml', 'POSTGRES_DB', 'POSTGRES_DATABASE', /POSTGRES_DATABASE is no setting/],
    ['docker/compose.postgres.yaml', 'pg_isready', 'pg_ready', /pg_ready is not in postgres:17-trixie/],
    ['docker/compose.postgres.yaml', 'user: postgres', 'user: root', /it runs as root/],
    ['docker/compose.postgres.yaml', '/run/postgresql:', '/run/pg:', /nowhere to put its socket/],
    ['docker/compose.postgres.yaml', '    healthcheck:', '    healthchecks:', /says nothing of its health/],
    [
      'docker/compose.postgres.yaml',
      'networks: [default, records]',
      'networks: [recrods]',
      /networks: recrods is not declared/,
    ],
  ])('%s: %p changed to %p is found', (path, from, to, problem) => {
    const now = changed(path, from, to);
    expect(['compose.yaml', 'compose.postgres.yaml'].flatMap((name) => composeProblems(name, now)).join('\n')).toMatch(
      problem,
    );
  });
});

describe('P-CONTAINER-3 nothing private gets into the image', () => {
  const lets = lettingThrough(repository.read('.dockerignore'));

  it('the builder is sent what the build reads', () => {
    const inputs = ['api', 'cli', 'web'].flatMap((app) =>
      JSON.parse(repository.read(`apps/${app}/project.json`)).targets.build.inputs.filter((one) =>
        /^\{workspaceRoot\}[^*]*$/.test(one),
      ),
    );
    const files = inputs.map((one) => one.replace('{workspaceRoot}/', ''));
    expect(files).toContain('package-lock.json');
    expect(files.filter((file) => !repository.context.includes(file))).toEqual([]);
  });

  it.each([
    'data/stowbase.db',
    'backups/shop.tar',
    'docker/secrets/app_key',
    'docker/stowbase.env',
    '.git/config',
    'node_modules/nx/package.json',
    'apps/web/node_modules/x/index.js',
    'tmp/pg-client-17/usr/bin/psql',
    'key.txt',
    'apps/api/src/app.spec.ts',
  ])('%s is kept from the builder', (file) => {
    expect(lets(file)).toBe(false);
  });

  it('the secrets are random, in a folder that only their owner can enter, and made once', () => {
    const { secrets, modes, refused } = madeSecrets(root, 2);
    expect([...secrets.keys()].sort()).toEqual(['app_key', 'database_url', 'postgres_password']);
    const password = secrets.get('postgres_password').trim();
    expect(password).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets.get('app_key')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(secrets.get('app_key')).not.toContain(password);
    expect(secrets.get('database_url')).toBe(`postgresql://stowbase:${password}@postgres:5432/stowbase\n`);
    expect(modes).toEqual(['700', '444', '444', '444']);
    expect(refused).toMatch(/is there already, and is kept/);
  });

  it('they are those that the containers are told of', () => {
    const { services } = readCompose('compose.postgres.yaml', repository.read);
    const { username, pathname, hostname } = new URL(madeSecrets(root).secrets.get('database_url'));
    const { POSTGRES_USER, POSTGRES_DB } = services.postgres.environment;
    expect([username, pathname]).toEqual([POSTGRES_USER, `/${POSTGRES_DB}`]);
    expect(Object.keys(services)).toContain(hostname);
  });
});

describe('docs/install.md', () => {
  const page = repository.read('docs/install.md');

  it('names only files that are there, or that its reader makes', () => {
    const paths = [...page.matchAll(/\bdocker\/[\w./-]*\w/g)].map(([path]) => path);
    expect(paths).toContain('docker/compose.yaml');
    expect(paths.filter((path) => !repository.exists(path) && !repository.ignores(path))).toEqual([]);
  });

  it('names only settings and commands that there are', () => {
    const settings = [...page.matchAll(/\b([A-Z]+(?:_[A-Z]+)+)\b/g)].map((m) => m[1]);
    expect(settings).toContain('PUBLIC_URL');
    const ofPodman = ['BUILDAH_FORMAT'];
    expect(settings.filter((name) => !repository.variables.has(name) && !ofPodman.includes(name))).toEqual([]);
    const commands = [...page.matchAll(/(?:--rm stowbase|stowbase:local) (\w+)/g)].map((m) => m[1]);
    expect(commands).toEqual(['admin', 'inspect']);
    expect(commands.filter((name) => !repository.cliCommands.includes(name))).toEqual([]);
  });
});

describe('P-CONTAINER-4 the health check', () => {
  it.each([
    [200, 0, ''],
    [503, 1, 'The service answered 503: {}\n'],
    [421, 1, 'The service answered 421: {}\n'],
  ])('an answer of %i ends it with %i', async (status, code, says) => {
    const asked = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.headers.host} ${request.url}`);
      response.writeHead(status).end('{}');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      expect(await check({ HOST: '0.0.0.0', PORT: String(server.address().port) })).toEqual({ code, says });
      expect(asked).toEqual(['GET localhost /api/health/ready']);
    } finally {
      server.close();
    }
  });

  it('where nothing listens it ends with 1 and says so', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    expect(await check({ PORT: String(port) })).toEqual({
      code: 1,
      says: expect.stringMatching(/^The service can't be asked on port \d+: .*ECONNREFUSED.*\.\n$/),
    });
  });
});

async function check(env) {
  const child = spawn(process.execPath, [join(root, 'docker/healthcheck.mjs')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let says = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (says += text));
  const [code] = await once(child, 'close');
  return { code, says };
}
