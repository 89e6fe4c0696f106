/** The five colours of states (design/screens/README.md). Each has a text, a mark and a box colour. */
export type Tone = 'ok' | 'warn' | 'bad' | 'run' | 'idle';
