import { Gauge, type Registry } from 'prom-client';

/** One value with its labels. */
export interface Measured {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge whose values are read when somebody asks, all of them anew: what is gone isn't shown any more. */
export function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => readonly Measured[] | Promise<readonly Measured[]>,
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const values = await read();
      this.reset();
      for (const { labels = {}, value } of values) this.set(labels, value);
    },
  });
}
