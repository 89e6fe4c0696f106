/**
 * A value as a cell of RFC 4180 CSV. Names come from people and from databases: a spreadsheet must not take one for a formula. Such a
 * name gets a quote before it, which spreadsheets don't show; also behind a semicolon or a tab, where a spreadsheet that separates by
 * those begins a cell of its own, and before the wide forms of the signs, which some take for the signs themselves.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = value.replaceAll(/(^|[;\t\r\n])(?=["\s]*[=+\-@＝＋－＠])/g, "$1'").replace(/^(?=[\t\r\n])/, "'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
