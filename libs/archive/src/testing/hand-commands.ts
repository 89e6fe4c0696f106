import { commandMarks, type HandTarget } from '../readme';

/** Exactly the commands that a README.txt prints for a target, to be run by `sh` in the folder of the archive. */
export function handCommands(readme: string, target: HandTarget): string {
  const { begin, end } = commandMarks[target];
  const start = readme.indexOf(`${begin}\n`);
  const stop = readme.indexOf(`${end}\n`, start);
  if (start < 0 || stop < 0) throw new Error(`README.txt has no commands for the target "${target}".`);
  return readme.slice(start + begin.length + 1, stop);
}
