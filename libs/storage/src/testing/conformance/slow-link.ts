/** A link and limits for the case of the slow link: 20 MiB take three times as long as silence may. For `faultProxy`. */
export const slowLink = { kind: 'slow', bytesPerSecond: 2_500_000 } as const;

/** For `openHttp`. */
export const slowLinkLimits = { stallMs: 2_500, deadlineMs: 60_000 } as const;
