import { RepeatedTask } from '../../lifecycle/repeated-task';

/** Looks through destinations, one after the other. */
export class ImportTask extends RepeatedTask {}
