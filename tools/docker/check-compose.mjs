import { fromDocker, seconds, sides } from './compose-file.mjs';
import { postgresImage } from './known.mjs';

/** What a service of ours may say: Compose would refuse a misspelt word only where it runs. */
const words = [
  ...[
    'build',
    'cap_drop',
    'depends_on',
    'env_file',
    'environment',
    'extends',
    'healthcheck',
    'image',
    'init',
    'logging',
  ],
  ...[
    'networks',
    'pids_limit',
    'ports',
    'read_only',
    'restart',
    'secrets',
    'security_opt',
    'stop_grace_period',
    'tmpfs',
  ],
  ...['user', 'volumes'],
];

/**
 * What is wrong with a compose file: what it names and is not there, and what it must keep to. Empty: nothing.
 * @param {object} file as `readCompose` reads it
 * @param {{ image: ReturnType<typeof import('./check-image.mjs').settingsOf>, secretFiles: string[], repository: import('./repository.mjs').Repository }} world
 *   `image`: what ours says of itself; `secretFiles`: what make-secrets.sh makes
 */
export function problemsOfCompose(file, world) {
  const services = Object.entries(file.services);
  const perService = services.flatMap(([name, service]) =>
    [
      ...problemsOfWords(service, file),
      ...problemsOfConfinement(service),
      ...(service.build === undefined ? problemsOfPostgres(service) : problemsOfOurs(service, world)),
      ...problemsOfSecrets(service),
    ].map((problem) => `${name}: ${problem}`),
  );
  return [...perService, ...problemsOfDeclared(file, world)];
}

function problemsOfWords(service, file) {
  const waitsFor = Object.entries(service.depends_on ?? {});
  return [
    ...Object.keys(service)
      .filter((word) => !words.includes(word))
      .map((word) => `${word} is no word of a service.`),
    ...waitsFor
      .filter(([name]) => file.services[name]?.healthcheck?.test === undefined)
      .map(([name]) => `it waits for ${name}, which says nothing of its health.`),
  ];
}

function problemsOfConfinement(service) {
  const { read_only, cap_drop = [], security_opt = [], tmpfs = [], volumes = [], ports = [] } = service;
  const rules = [
    [read_only === true, 'its root file system can be written.'],
    [cap_drop.join() === 'ALL', 'it keeps capabilities.'],
    [security_opt.includes('no-new-privileges:true'), 'its programs may become root.'],
    [tmpfs.some((one) => /^\/tmp:.*\bnoexec\b/.test(one)), 'it has no /tmp of its own.'],
    [!volumes.some((one) => /docker\.sock|^\/:/.test(one)), 'it can reach the engine or the whole machine.'],
    [ports.every((one) => one.startsWith('127.0.0.1:')), 'it can be reached from other machines without https.'],
  ];
  return rules.filter(([kept]) => !kept).map(([, problem]) => problem);
}

function problemsOfOurs(service, { image, repository: { exists, variables } }) {
  const { build, environment = {}, env_file = [], volumes = [], ports = [], stop_grace_period } = service;
  const targets = volumes.map((one) => sides(one).right);
  const grace = Number(variables.get('SHUTDOWN_GRACE_SECONDS'));
  return [
    ...(exists(`${fromDocker(build.context)}/${build.dockerfile}`)
      ? []
      : [`there is no ${build.dockerfile} to build.`]),
    ...Object.keys(environment)
      .filter((name) => !variables.has(name))
      .map((name) => `${name} is no setting of the service.`),
    ...env_file
      .filter(({ path, required }) => required !== false && !exists(fromDocker(path)))
      .map(({ path }) => `there is no ${path}.`),
    ...(targets.join() === image.volumes.join()
      ? []
      : [`its volumes are at ${targets.join()}, not at ${image.volumes.join()}.`]),
    ...(ports.every((one) => sides(one).right === image.env.get('PORT'))
      ? []
      : ['it publishes a port that nothing listens on.']),
    ...(seconds(stop_grace_period) > grace ? [] : [`it is killed while backups may still run (${grace} s).`]),
  ];
}

/** The only image in there that is not ours. */
function problemsOfPostgres({ image, user, volumes = [], environment = {}, healthcheck, tmpfs = [] }) {
  const major = Number(/^postgres:(\d+)-trixie$/.exec(image)?.[1]);
  if (Number.isNaN(major)) return [`${image} is not an image that we know.`];
  const rules = [
    [postgresImage.users.includes(user), 'it runs as root.'],
    [volumes.some((one) => sides(one).right === postgresImage.dataFolder(major)), 'its data is in no volume.'],
    [postgresImage.commands.includes(healthcheck?.test[1]), `${healthcheck?.test[1]} is not in ${image}.`],
    [tmpfs.some((one) => one.startsWith('/run/postgresql:')), 'it has nowhere to put its socket.'],
  ];
  return [
    ...rules.filter(([kept]) => !kept).map(([, problem]) => problem),
    ...Object.keys(environment)
      .filter((name) => !postgresImage.variables.includes(name))
      .map((name) => `${name} is no setting of ${image}.`),
  ];
}

/** Secrets come as files, each given to the service that reads it. */
function problemsOfSecrets({ environment = {}, secrets = [] }) {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (/PASSWORD$|TOKEN$|KEY(_PREVIOUS)?$|URL$/.test(name))
      return [`${name} stands in clear; ${name}_FILE takes a secret.`];
    const secret = /^\/run\/secrets\/(.*)$/.exec(String(value))?.[1];
    return secret === undefined || secrets.includes(secret) ? [] : [`${name}: it isn't given the secret ${secret}.`];
  });
}

function problemsOfDeclared(file, { secretFiles, repository: { ignores } }) {
  const used = (word) => new Set(Object.values(file.services).flatMap((service) => service[word] ?? []));
  const volumes = [...used('volumes')].map((one) => sides(one).left);
  const compare = (word, names, more = []) => {
    const declared = [...Object.keys(file[word] ?? {}), ...more];
    return [
      ...[...names].filter((name) => !declared.includes(name)).map((name) => `${word}: ${name} is not declared.`),
      ...declared.filter((name) => ![...names, ...more].includes(name)).map((name) => `${word}: nobody uses ${name}.`),
    ];
  };
  return [
    ...compare('volumes', new Set(volumes)),
    ...compare('secrets', used('secrets')),
    ...compare('networks', used('networks'), ['default']),
    ...Object.values(file.secrets ?? {}).flatMap(({ file: path }) => [
      ...(secretFiles.includes(path.replace('./secrets/', '')) ? [] : [`make-secrets.sh makes no ${path}.`]),
      ...(ignores(fromDocker(path)) ? [] : [`${path} could be committed.`]),
    ]),
  ];
}
