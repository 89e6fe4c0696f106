/** A sentence of cron in English: `At 02:30, every day`; null: it is none. Its code is fetched when it is first needed. */
export async function sentenceOf(cron: string): Promise<string | null> {
  const { default: cronstrue } = await import('cronstrue');
  try {
    const sentence = cronstrue.toString(cron, {
      use24HourTimeFormat: true,
      verbose: true,
      throwExceptionOnParseError: true,
    });
    const [, , day, , weekday] = cron.trim().split(/\s+/);
    // Cron runs on both; the library's "and" reads as if both had to hold.
    return day !== '*' && weekday !== '*' ? sentence.replace(/, and (only )?on /, ', or $1on ') : sentence;
  } catch {
    // A string that says why, in the words of the library: the service has better ones.
    return null;
  }
}
