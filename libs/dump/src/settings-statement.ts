const setConfig = Buffer.from('SELECT pg_catalog.set_config(');

/** Whether a statement only changes how the session works: SET, RESET, or pg_dump's set_config(); not who acts. */
export function isSettingStatement(text: Buffer): boolean {
  if (text.subarray(0, setConfig.length).equals(setConfig)) return true;
  const start = text.toString('latin1', 0, 40);
  return /^SET\s/i.test(start) && !/^SET\s+(?:LOCAL\s|SESSION\s+AUTHORIZATION|ROLE)/i.test(start);
}
