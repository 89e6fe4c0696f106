/** When the browser has done what waits: a tap, a picture. What takes a slow phone long is cut into pieces by it. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
