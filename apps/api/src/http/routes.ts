import type { Application, Request } from 'express';

/** What of Express' router is read here. Nest adds one layer a route. */
interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** As it was asked for, without the query. `request.path` lacks the part that a handler was mounted under. */
export const pathOf = ({ originalUrl }: Pick<Request, 'originalUrl'>): string => originalUrl.split('?', 1)[0] ?? '';

/** The methods that some route has for this path, upper case; none: the path is unknown. GET brings HEAD, and all bring OPTIONS. */
export function methodsOf(app: Application, path: string): string[] {
  const layers = app.router.stack as unknown as Layer[];
  const methods = new Set<string>();
  for (const layer of layers) {
    if (layer.route === undefined || !matches(layer, path)) continue;
    for (const [method, on] of Object.entries(layer.route.methods)) if (on) methods.add(method.toUpperCase());
  }
  if (methods.has('GET')) methods.add('HEAD');
  if (methods.size > 0) methods.add('OPTIONS');
  return [...methods].sort();
}

function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch (error) {
    // A path parameter that can't be decoded: no route takes it.
    if (error instanceof URIError) return false;
    throw error;
  }
}
