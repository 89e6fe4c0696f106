/** The two largest units that say something: `4 min 10 s`, `3 h 2 min`, `0.8 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`;
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

/** The largest unit: `6 h ago`, `in 18 h`, `just now`. */
export function distance(from: Date, to: Date): string {
  const seconds = Math.round((to.getTime() - from.getTime()) / 1000);
  const text = largest(Math.abs(seconds));
  if (text === null) return $localize`just now`;
  return seconds > 0 ? $localize`in ${text}` : $localize`${text} ago`;
}

/** The largest unit of the time between the two: `6 h`. */
export function span(from: Date, to: Date): string {
  return largest(Math.abs(Math.round((to.getTime() - from.getTime()) / 1000))) ?? $localize`a moment`;
}

function largest(seconds: number): string | null {
  if (seconds < 10) return null;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
