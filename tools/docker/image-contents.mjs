import { posix } from 'node:path';
import { globPattern } from './build-context.mjs';
import { commandsIn } from './dockerfile.mjs';
import { imageCommands, imageFiles, packages } from './known.mjs';

/**
 * What a stage holds when it is done, as far as it is known, and what it named before it was there.
 * @typedef {{ files: Set<string>, commands: Set<string>, suites: string[], folder: string, problems: string[] }} Contents
 * @typedef {{ repository: import('./repository.mjs').Repository, stages: Map<string, Contents> }} World `stages`: the earlier ones
 */

/** `node:24.21.0-trixie-slim` is known as `node`: its version is checked elsewhere. */
export const knownAs = (image) => (image.startsWith('node:') ? 'node' : image);

/** @param {import('./dockerfile.mjs').Stage} stage @param {World} world @returns {Contents} */
export function contentsOf(stage, world) {
  const base = knownAs(stage.image);
  const here = {
    files: new Set(imageFiles[base] ?? []),
    commands: new Set(imageCommands[base] ?? []),
    suites: ['trixie'],
    folder: '/',
    problems: base in imageCommands ? [] : [`${stage.image} is not an image that we know.`],
  };
  for (const { keyword, line, words, text, flags } of stage.instructions) {
    const say = (problem) => here.problems.push(`Line ${line}: ${problem}`);
    if (keyword === 'WORKDIR') here.folder = words[0];
    if (keyword === 'COPY') copy(words, flags.from, here, world, say);
    if (keyword === 'RUN') for (const command of commandsIn(text)) run(command, here, world, say);
  }
  return here;
}

function copy(words, from, here, { repository, stages }, say) {
  const offered = from === undefined ? repository.context : [...(stages.get(from)?.files ?? [])];
  const target = words.at(-1);
  const isFolder = target.endsWith('/') || words.length > 2;
  for (const source of words.slice(0, -1)) {
    const pattern = globPattern(source);
    const found = offered.filter((file) => pattern.test(file));
    if (found.length === 0) say(`${source} is not there to be copied from ${from ?? 'the repository'}.`);
    for (const file of found) {
      const within = file.startsWith(`${source}/`)
        ? posix.relative(source, file)
        : isFolder
          ? posix.basename(file)
          : '';
      place(posix.join(posix.resolve(here.folder, target), within), file, here, repository, say);
    }
  }
}

function place(path, file, here, repository, say) {
  here.files.add(path);
  if (posix.dirname(path) === '/usr/local/bin') here.commands.add(posix.basename(path));
  if (posix.dirname(path) !== '/etc/apt/sources.list.d') return;
  const source = repository.read(file);
  const [suite, key] = ['Suites', 'Signed-By'].map((name) => new RegExp(`^${name}: (\\S+)$`, 'm').exec(source)?.[1]);
  here.suites.push(suite);
  if (!here.files.has(key)) say(`${file} is signed by ${key}, which is not there.`);
}

function run([name, ...args], here, { repository }, say) {
  if (!here.commands.has(name)) say(`the command ${name} is not in this stage.`);
  if (name === 'apt-get' && args[0] === 'install') install(args.slice(1), here, say);
  if (name === 'cp') here.files.add(args.at(-1));
  if (name === 'npm') npm(args, here, repository, say);
}

function install(args, here, say) {
  for (const name of args.filter((word) => !word.startsWith('-'))) {
    const programs = here.suites.map((suite) => packages[suite]?.[name]).find((found) => found !== undefined);
    if (programs === undefined) say(`no package ${name} is in ${here.suites.join(' or ')}.`);
    for (const program of programs ?? []) here.commands.add(program);
  }
}

function npm([verb, script], here, repository, say) {
  const has = (file) => here.files.has(posix.join(here.folder, file));
  if (verb === 'ci' ? !has('package-lock.json') : repository.package.scripts[script] === undefined)
    say(`"npm ${verb} ${script ?? ''}" can't run here.`);
  if (verb !== 'run' || script !== 'build') return;
  for (const { app, files } of repository.builds.filter(({ app }) => has(`apps/${app}/project.json`)))
    for (const file of files) here.files.add(posix.join(here.folder, 'dist/apps', app, file));
}
