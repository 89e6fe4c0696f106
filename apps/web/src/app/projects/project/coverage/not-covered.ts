/** What a database doesn't hold, and how it is kept. */
export interface NotCovered {
  readonly title: string;
  readonly why: string;
  readonly howTo: string;
  /** To be copied; empty: none. */
  readonly command: string;
}

export const notCovered: readonly NotCovered[] = [
  {
    title: $localize`Storage files`,
    why: $localize`They lie in an object store; the database holds their names and owners, which are saved.`,
    howTo: $localize`Copy the buckets by an S3 client. Supabase → Storage → S3 shows the address and keys.`,
    command: 'rclone sync supabase:BUCKET ./BUCKET',
  },
  {
    title: $localize`Edge functions`,
    why: $localize`Their code runs beside the database. It should be in your repository.`,
    howTo: $localize`Download one that isn’t:`,
    command: 'supabase functions download NAME',
  },
  {
    title: $localize`Project settings`,
    why: $localize`Sign-in providers, e-mail templates, API keys and limits belong to Supabase’s platform.`,
    howTo: $localize`Write them down, or keep them in supabase/config.toml.`,
    command: '',
  },
];
