import { plural } from './grouped-lines';

describe('plural', () => {
  it.each([
    ['table', 'tables'],
    ['policy', 'policies'],
    ['index', 'indexes'],
    ['foreign key', 'foreign keys'],
    ['operator class', 'operator classes'],
    ['text search dictionary', 'text search dictionaries'],
    ['rows', 'rows'],
    ['default privileges', 'default privileges'],
    ['statistics', 'statistics'],
  ])('%s → %s', (one, many) => expect(plural(one)).toBe(many));
});
