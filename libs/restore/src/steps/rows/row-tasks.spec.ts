import type { ArchiveMember, Contents } from '@stowbase/archive';
import { tableKey } from '../../table-name';
import { rowTasks, type RowTaskOptions } from './row-tasks';

const members = [10, 11, 12, 13, 14, 15, 16, 17].map((number) => ({ number }) as ArchiveMember);
const table = (name: string, ...numbers: number[]): unknown => ({ schema: 's', name, members: numbers });
const contents = { tables: [table('a', 11, 12), table('b', 13), table('c', 15)] } as unknown as Contents;
const shape = (change: Partial<RowTaskOptions> = {}): unknown => {
  const tasks = rowTasks(members, { contents, script: {}, awake: new Set(), ...change });
  const numbers = (list: readonly ArchiveMember[]): string => list.map(({ number }) => number).join(' ');
  const groups = tasks.parallel.map((group) => `${numbers(group.members)}${group.shared ? '' : ' in order'}`);
  return [numbers(tasks.first), groups, numbers(tasks.last)];
};
const key = (name: string): string => tableKey({ schema: 's', name });

describe('members of rows', () => {
  it('run at once, but for large objects before and sequence values behind them', () => {
    expect(shape()).toEqual(['10', ['11 12', '13', '15'], '14 16 17']);
  });

  it('keep their order where triggers and foreign keys are awake', () => {
    expect(shape({ awake: new Set([key('a'), key('c')]) })).toEqual(['10', ['11 12 15 in order', '13'], '14 16 17']);
  });

  it('know a table by the name it gets here', () => {
    const tables = [{ from: { schema: 's', name: 'a' }, to: { schema: 's', name: 'x' }, rows: 1 }];
    expect(shape({ script: { tables }, awake: new Set([key('x')]) })).toEqual([
      '10',
      ['11 12 in order', '13', '15'],
      '14 16 17',
    ]);
  });

  it('are one after the other when no table is known', () => {
    expect(shape({ contents: { tables: [] } as unknown as Contents })).toEqual(['10 11 12 13 14 15 16 17', [], '']);
  });
});
