import { RepeatedTask } from '../lifecycle/repeated-task';

/** Looks whether the records are to be backed up, and does it. */
export class SelfBackupTask extends RepeatedTask {}
