const form = /^\d{4}-\d{2}-\d{2}$/;

export const isDay = (value: string | undefined): value is string =>
  value !== undefined && form.test(value) && !Number.isNaN(beginOf(value).getTime());

/** From the beginning of the day to that of the next, where the reader is: as the strips of projects count days. */
export function rangeOf(day: string): { readonly from: Date; readonly to: Date } {
  const from = beginOf(day);
  return { from, to: new Date(from.getFullYear(), from.getMonth(), from.getDate() + 1) };
}

function beginOf(day: string): Date {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}
