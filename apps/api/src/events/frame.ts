/** One server-sent event as bytes. JSON has no line breaks of its own. */
export const frame = (type: string, id: string, data: object): Buffer =>
  Buffer.from(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
