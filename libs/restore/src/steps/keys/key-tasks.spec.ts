import { keyTasks } from './key-tasks';
import type { KeyStatement, Round } from './rounds';

const key = (statement: number, name: string, more: Partial<KeyStatement> = {}): KeyStatement => ({
  member: 1,
  memberName: 'm',
  statement,
  text: Buffer.from('x'),
  settings: '',
  table: { schema: 's', name },
  use: 'shared',
  references: null,
  ...more,
});
const round = (kind: Round['kind'], keys: KeyStatement[]): Round => ({
  kind,
  keys,
  from: { member: 0, statement: 0 },
  to: { member: 2, statement: 0 },
  hasRest: false,
});
const sizes: Record<string, number> = { large: 200, middle: 150, small: 3, tiny: 1 };
const options = {
  trees: { treeOf: (table: string) => (table.includes('part') ? 'tree of parts' : table) },
  sizeOf: ({ name }: { name: string }) => sizes[name] ?? 0,
  smallTable: 100,
  keysAtOnce: 3,
};
const shape = (tasks: ReturnType<typeof keyTasks>): unknown =>
  tasks.map(({ keys, locks }) => [keys.map(({ statement }) => statement).join(' '), Object.fromEntries(locks)]);
const table = (name: string): string => JSON.stringify(['s', name]);

describe('tasks of keys', () => {
  it('begin with the largest tables, one by one; small tables share a transaction', () => {
    const keys = [
      key(1, 'tiny', { use: 'alone' }),
      key(2, 'tiny'),
      key(3, 'middle'),
      key(4, 'small'),
      key(5, 'large', { use: 'alone' }),
      key(6, 'large'),
      key(7, 'unknown'),
    ];
    expect(shape(keyTasks(round('key', keys), options))).toEqual([
      ['5', { [table('large')]: 'alone' }],
      ['6', { [table('large')]: 'shared' }],
      ['3', { [table('middle')]: 'shared' }],
      ['4 1 2', { [table('small')]: 'shared', [table('tiny')]: 'alone' }],
      ['7', { [table('unknown')]: 'shared' }],
    ]);
  });

  it('have both tables of a foreign key alone, with all that hang together with them', () => {
    const keys = [
      key(1, 'large', { use: 'alone', references: { schema: 's', name: 'part_1' } }),
      key(2, 'middle', { use: 'alone', references: { schema: 's', name: 'middle' } }),
      key(3, 'part_2', { use: 'alone', references: { schema: 's', name: 'tiny' } }),
    ];
    expect(shape(keyTasks(round('foreign-key', keys), options))).toEqual([
      ['1', { [table('large')]: 'alone', 'tree of parts': 'alone' }],
      ['2', { [table('middle')]: 'alone' }],
      ['3', { 'tree of parts': 'alone', [table('tiny')]: 'alone' }],
    ]);
  });
});
