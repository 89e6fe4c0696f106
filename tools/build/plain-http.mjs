// An ES module that imports `node:http` has Node read every export of it, and with `WebSocket` that is Node's own copy of undici, which nobody
// here uses: a fifth of what a command takes to start. What is asked for by its name alone costs nothing.
/** @type {import('esbuild').Plugin} */
export const plainHttp = {
  name: 'plain-http',
  setup(building) {
    building.onResolve({ filter: /^(node:)?http$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'node:http', namespace: 'plain-http' } : undefined,
    );
    building.onLoad({ filter: /^/, namespace: 'plain-http' }, () => ({
      contents: "module.exports = process.getBuiltinModule('node:http');",
      loader: 'js',
    }));
  },
};
