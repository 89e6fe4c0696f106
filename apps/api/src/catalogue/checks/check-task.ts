import { RepeatedTask } from '../../lifecycle/repeated-task';

/** Reads stored copies again: those that somebody asked for, and those whose turn it is. */
export class CheckTask extends RepeatedTask {}
