import { piecesOf } from './inline';
import { blocksOf, type Block } from './page';

describe('P-WEB-302 a page about a destination', () => {
  it('is read as headings, paragraphs, lists with what stands in their items, tables and code', () => {
    const page = ['# One', '', 'a', 'b', '', '1. first', '', '   ```json', '   {}', '   ```', '2. second', '- point'];
    expect(blocksOf(page.join('\n')).map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'list']);
    const [, , steps] = blocksOf(page.join('\n')) as [Block, Block, Extract<Block, { kind: 'list' }>];
    expect(steps.items.map((item) => item.map(({ kind }) => kind))).toEqual([['paragraph', 'code'], ['paragraph']]);
    expect(blocksOf('| a | b |\n|---|---|\n| `1\\|2` | c |')).toEqual([
      {
        kind: 'table',
        head: [piecesOf('a'), piecesOf('b')],
        rows: [[piecesOf('`1|2`'), piecesOf('c')]],
      },
    ]);
  });

  it('has pieces of code, of weight, and links; what looks like markup stays text', () => {
    expect(piecesOf('Use **this** `key`, *now* ([how](https://x.example/a)) <b>')).toEqual([
      { kind: 'text', text: 'Use ' },
      { kind: 'strong', text: 'this' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'key' },
      { kind: 'text', text: ', ' },
      { kind: 'em', text: 'now' },
      { kind: 'text', text: ' (' },
      { kind: 'link', text: 'how', href: 'https://x.example/a' },
      { kind: 'text', text: ') <b>' },
    ]);
  });
});
