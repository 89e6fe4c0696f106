/** Called in a file of tests: what it returns takes ends, which are made after each test, the last one first, also when it fails. */
export function cleanUp(): (end: () => Promise<unknown>) => void {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return (end) => void ends.push(end);
}
