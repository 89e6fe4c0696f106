/** Of pg-boss's own tables; nothing in there is more than can be made again from ours. */
export const queueSchema = 'stowbase_queue';
