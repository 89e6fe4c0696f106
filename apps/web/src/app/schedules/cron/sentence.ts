const options = { use24HourTimeFormat: true, verbose: true, throwExceptionOnParseError: true };

/** A sentence of cron in English: `At 02:30, every day`; null: it is none. Its code is fetched when it is first needed. */
export async function sentenceOf(cron: string): Promise<string | null> {
  const { default: cronstrue } = await import('cronstrue');
  const say = (text: string): string => cronstrue.toString(text, options);
  const [minute, hour, day, month, weekday] = cron.trim().split(/\s+/);
  try {
    if (day === '*' || weekday === '*' || weekday === undefined) return say(cron);
    // Either one is enough; the library's words read as if both had to hold.
    const days = say(`0 0 * * ${weekday}`).replace(/^At 00:00, (only )?/, '');
    return `${say(`${minute} ${hour} ${day} ${month} *`)}, or ${days}`;
  } catch {
    // A string that says why, in the words of the library: the service has better ones.
    return null;
  }
}
