import { RepeatedTask } from '../../lifecycle/repeated-task';

/** Reads the copies that somebody asked for. */
export class CheckTask extends RepeatedTask {}

/** Reads the copies whose turn it is; beside the others, so that nobody waits for a long one. */
export class CheckRoundTask extends RepeatedTask {}
