#!/usr/bin/env node
// Writes apps/web/src/app/icons/paths.ts: `node tools/web/icons.mjs`, after the list below has changed.
// The drawings are Google's Material Symbols (Rounded, 400), licensed Apache-2.0. The package has 20,000 files, so it is no dependency:
// npm fetches it into tmp/ when this runs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const version = '0.48.2';
const folder = join(root, 'tmp/material-symbols');
const app = join(root, 'apps/web/src/app');
const target = join(app, 'icons/paths.ts');
/** Of one page alone: the others needn't load them. */
const channelTarget = join(app, 'settings/notifications/channel-paths.ts');

/** Our name → theirs. */
const icons = {
  activity: 'history',
  add: 'add',
  back: 'arrow_back',
  'back-up': 'backup',
  backups: 'inventory_2',
  browser: 'download',
  cancel: 'stop_circle',
  changed: 'published_with_changes',
  check: 'check',
  clock: 'schedule',
  close: 'close',
  collapse: 'keyboard_arrow_up',
  copy: 'content_copy',
  damaged: 'broken_image',
  dashboard: 'space_dashboard',
  delete: 'delete',
  'delete-pending': 'auto_delete',
  destinations: 'hard_drive',
  doctor: 'stethoscope',
  down: 'arrow_downward',
  download: 'download',
  drive: 'add_to_drive',
  edit: 'edit',
  error: 'error',
  expand: 'keyboard_arrow_down',
  filter: 'filter_list',
  forward: 'chevron_right',
  hidden: 'visibility_off',
  hourglass: 'hourglass_empty',
  info: 'info',
  json: 'data_object',
  key: 'key',
  keyboard: 'keyboard',
  link: 'link',
  local: 'hard_drive',
  lock: 'lock',
  'lock-open': 'lock_open',
  more: 'more_vert',
  'more-horizontal': 'more_horiz',
  nextcloud: 'folder_shared',
  open: 'open_in_new',
  paused: 'pause_circle',
  person: 'person',
  plug: 'power_off',
  projects: 'database',
  refresh: 'refresh',
  restore: 'settings_backup_restore',
  s3: 'cloud',
  schedules: 'calendar_month',
  search: 'search',
  settings: 'settings',
  'shield-alert': 'gpp_maybe',
  'shield-check': 'verified_user',
  'shield-off': 'gpp_bad',
  'shield-unknown': 'shield_question',
  shield: 'shield',
  'sign-in': 'login',
  'sign-out': 'logout',
  table: 'table_rows',
  terminal: 'terminal',
  theme: 'contrast',
  tokens: 'token',
  up: 'arrow_upward',
  users: 'group',
  visible: 'visibility',
  warning: 'warning',
};

const channelIcons = {
  discord: 'forum',
  email: 'mail',
  ntfy: 'notifications',
  slack: 'chat',
  teams: 'groups',
  telegram: 'send',
  webhook: 'webhook',
};

if (!existsSync(join(folder, 'package'))) {
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', `@material-symbols/svg-400@${version}`, '--silent'], { cwd: folder, stdio: 'inherit' });
  execFileSync('tar', ['-xzf', `material-symbols-svg-400-${version}.tgz`], { cwd: folder });
}

/** @param {Record<string, string>} names @returns {string} the lines of an object */
const linesOf = (names) =>
  Object.entries(names)
    .map(([name, theirs]) => {
      const svg = readFileSync(join(folder, 'package/rounded', `${theirs}.svg`), 'utf8');
      const path = /<path d="([^"]+)"\/?>/.exec(svg)?.[1];
      if (path === undefined || !svg.includes('viewBox="0 -960 960 960"'))
        throw new Error(`${theirs}.svg has another shape`);
      return `  ${/-/.test(name) ? `'${name}'` : name}:\n    '${path}',`;
    })
    .join('\n');
const source = `// Written by tools/web/icons.mjs from Material Symbols (Rounded, 400) ${version}, Google, Apache-2.0. View box "0 -960 960 960".`;
writeFileSync(
  target,
  `${source}
export const iconPaths = {
${linesOf(icons)}
} as const;

export type IconName = keyof typeof iconPaths;
`,
);
writeFileSync(
  channelTarget,
  `${source}
/** By type of channel. */
export const channelPaths: Readonly<Record<string, string>> = {
${linesOf(channelIcons)}
};
`,
);
execFileSync(join(root, 'node_modules/.bin/prettier'), ['--write', '--log-level=warn', target, channelTarget]);
