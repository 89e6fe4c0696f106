import { posix } from 'node:path';
import { pairsIn, parseDockerfile } from './dockerfile.mjs';
import { contentsOf } from './image-contents.mjs';
import { archiveKey, runtimeVariables } from './known.mjs';

/**
 * What is wrong with the Dockerfile: what it names and is not there, and what it must keep to. Empty: nothing.
 * @param {string} text @param {import('./repository.mjs').Repository} repository @returns {string[]}
 */
export function problemsOfImage(text, repository) {
  const parsed = parseDockerfile(text);
  const stages = new Map();
  for (const stage of parsed) stages.set(stage.name, contentsOf(stage, { repository, stages }));
  const image = { ...settingsOf(parsed.at(-1)), ...[...stages.values()].at(-1) };
  return [
    ...[...stages.values()].flatMap(({ problems }) => problems),
    ...problemsOfBuild(text, repository),
    ...problemsOfUser(image, text),
    ...problemsOfSettings(image, repository),
    ...problemsOfPrograms(image, repository),
  ];
}

/** What the image says of itself. @param {import('./dockerfile.mjs').Stage} stage */
export function settingsOf({ instructions }) {
  const all = (keyword) => instructions.filter((one) => one.keyword === keyword);
  const last = (keyword) => all(keyword).at(-1)?.words ?? [];
  const pairs = (keyword) => new Map(all(keyword).flatMap(({ text }) => pairsIn(text)));
  return {
    env: pairs('ENV'),
    labels: pairs('LABEL'),
    volumes: last('VOLUME'),
    ports: last('EXPOSE'),
    user: last('USER')[0],
    healthcheck: last('HEALTHCHECK'),
    entrypoint: last('ENTRYPOINT'),
    command: last('CMD'),
  };
}

function problemsOfBuild(text, { nodeVersion }) {
  const rules = [
    [text.includes(`FROM node:${nodeVersion}-trixie-slim AS build\n`), `Node must be ${nodeVersion}, as in .nvmrc.`],
    [/npm ci --ignore-scripts/.test(text), "npm ci must not run the packages' scripts."],
    [/find dist -name '\*\.map' -delete/.test(text), 'No source maps belong into the image.'],
    [
      text.includes(`grep -Fxq 'fpr:::::::::${archiveKey}:'`),
      "The key of the PostgreSQL project's archive is not checked.",
    ],
    [!/trusted=|allow-unauthenticated|AllowInsecure|curl|wget|^ADD/im.test(text), 'Something comes in unchecked.'],
  ];
  return rules.filter(([kept]) => !kept).map(([, problem]) => problem);
}

function problemsOfUser({ user, volumes }, text) {
  const [uid, gid] = /^([1-9]\d*):([1-9]\d*)$/.exec(user ?? '')?.slice(1) ?? [];
  if (uid === undefined) return [`USER ${user}: must be two numbers, not root's.`];
  const owned = `-o ${uid} -g ${gid} ${volumes.join(' ')}`;
  return text.includes(owned) ? [] : [`Nobody makes the folders "${owned}" for USER.`];
}

function problemsOfSettings({ env, labels, volumes, ports }, { variables, package: { version } }) {
  const unknown = [...env.keys()].filter((name) => !variables.has(name) && !runtimeVariables.includes(name));
  const folders = [env.get('DATA_DIR'), env.get('LOCAL_STORAGE_ROOTS')];
  return [
    ...unknown.map((name) => `ENV ${name}: nothing reads it.`),
    ...(folders.join() === volumes.join()
      ? []
      : [`VOLUME ${volumes.join()} is not where DATA_DIR and LOCAL_STORAGE_ROOTS are.`]),
    ...(ports.join() === env.get('PORT') ? [] : [`EXPOSE ${ports.join()} is not PORT.`]),
    ...(env.get('HOST') === '0.0.0.0' ? [] : ['HOST: the service could not be reached from outside the container.']),
    ...(labels.get('org.opencontainers.image.version') === version ? [] : [`The label's version is not ${version}.`]),
  ];
}

function problemsOfPrograms({ healthcheck, entrypoint, command, commands, files }, { read, apiPaths, cliCommands }) {
  const problems = [];
  const [asks, script] = healthcheck;
  if (!commands.has(asks) || !files.has(script))
    problems.push(`HEALTHCHECK ${healthcheck.join(' ')} is not in the image.`);
  const path = /path: '([^']+)'/.exec(read('docker/healthcheck.mjs'))?.[1];
  if (!apiPaths.includes(path)) problems.push(`The health check asks for ${path}, which the API doesn't have.`);
  if (!commands.has(entrypoint[0])) problems.push(`ENTRYPOINT ${entrypoint.join(' ')} is not in the image.`);
  if (!cliCommands.includes(command[0])) problems.push(`CMD ${command.join(' ')}: stowbase has no such command.`);
  const starts = /^exec node (\S+) "\$@"$/m.exec(read('docker/stowbase'))?.[1];
  // The command line looks for the service, and the service for its pages, beside itself.
  for (const file of [starts, '/app/api/main.js', '/app/web/browser/index.html'].filter((one) => !files.has(one)))
    problems.push(`${file} is not in the image.`);
  if (![...files].some((file) => file === posix.resolve(starts ?? '/', '../../package.json')))
    problems.push('Without the package.json above them the bundles are no ES modules.');
  return problems;
}
