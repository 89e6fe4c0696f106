/** This process's clock is off. @param hours text of a number; undefined: it isn't */
export function shiftClock(hours: string | undefined): void {
  if (hours === undefined) return;
  const shiftMs = Number(hours) * 3600_000;
  const Real = Date;
  globalThis.Date = new Proxy(Real, {
    construct: (target, args: [], newTarget: typeof Date) =>
      Reflect.construct(target, args.length === 0 ? [Real.now() + shiftMs] : args, newTarget) as Date,
    get: (target, name) => (name === 'now' ? () => Real.now() + shiftMs : (Reflect.get(target, name) as unknown)),
  });
}
