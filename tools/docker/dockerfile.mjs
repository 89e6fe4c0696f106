/**
 * @typedef {{ line: number, keyword: string, flags: Record<string, string>, text: string, words: string[] }} Instruction
 *   `words`: the JSON list where there is one, else what white space separates
 * @typedef {{ name: string, image: string, instructions: Instruction[] }} Stage
 */

/**
 * Reads what our Dockerfile uses of the language: comments, continued lines, flags, JSON lists. No heredocs, no variables.
 * @param {string} text @returns {Stage[]} in order; a stage without a name has its number
 */
export function parseDockerfile(text) {
  /** @type {Stage[]} */
  const stages = [];
  for (const instruction of instructionsIn(text)) {
    const { keyword, words, line } = instruction;
    if (keyword === 'FROM') stages.push({ name: words[2] ?? String(stages.length), image: words[0], instructions: [] });
    else if (stages.length === 0) throw new Error(`Line ${line}: ${keyword} stands before the first FROM.`);
    else stages.at(-1).instructions.push(instruction);
  }
  return stages;
}

/** @param {string} text @returns {Instruction[]} */
function instructionsIn(text) {
  const found = [];
  let begun = null;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    begun ??= { line: index + 1, text: '' };
    begun.text += line.replace(/\\$/, ' ');
    if (line.endsWith('\\')) continue;
    found.push(instruction(begun));
    begun = null;
  }
  if (begun !== null) throw new Error(`Line ${begun.line} is continued, but nothing follows.`);
  return found;
}

function instruction({ line, text }) {
  const [, keyword, flagsText, rest] = /^\s*([A-Z]+)((?:\s+--[a-z-]+(?:=\S+)?)*)\s+(.*?)\s*$/.exec(text) ?? [];
  if (keyword === undefined) throw new Error(`Line ${line} is no instruction: ${text}`);
  const flags = Object.fromEntries([...flagsText.matchAll(/--([a-z-]+)(?:=(\S+))?/g)].map((m) => [m[1], m[2] ?? '']));
  return { line, keyword, flags, text: rest, words: wordsOf(rest) };
}

function wordsOf(text) {
  const list = /\[.*\]$/.exec(text.replace(/^(CMD|NONE)\s+/, ''))?.[0];
  return list === undefined ? text.split(/\s+/) : JSON.parse(list);
}

/**
 * The simple commands of a RUN, each as its words; settings of variables before a command and quotes are left out.
 * @param {string} text
 */
export function commandsIn(text) {
  return text
    .replace(/\$\(/g, ' ; ')
    .replace(/'[^']*'/g, "''")
    .split(/&&|\|\||[;|]/)
    .map((part) => part.trim().split(/\s+/))
    .map((words) => words.slice(words.findIndex((word) => !/^\w+=/.test(word))))
    .filter(([first]) => first !== '' && first !== undefined && /^[\w./-]+$/.test(first));
}

/** `NAME=value` pairs of ENV and LABEL. @param {string} text */
export const pairsIn = (text) =>
  [...text.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S*))/g)].map((m) => [m[1], m[2] ?? m[3] ?? '']);
