import type { Client } from 'pg';

/** Text in, rows out, every value as text or null (as `connect` sets it up). */
export type Query = (text: string, values?: unknown[]) => Promise<Record<string, string | null>[]>;

export const queryOf =
  (client: Client): Query =>
  async (text, values) => {
    const result = values === undefined ? await client.query(text) : await client.query(text, values);
    return result.rows as Record<string, string | null>[];
  };

/** The same for a server that may keep silent: after so many ms without the end of an answer the connection is lost. */
export const patientQueryOf =
  (client: Client, longestMs: number): Query =>
  async (text, values) => {
    const patience = setTimeout(() => void client.end(), longestMs);
    try {
      return await queryOf(client)(text, values);
    } finally {
      clearTimeout(patience);
    }
  };

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
