/** The row is somebody else's by now: write nothing more, remove what was begun. */
export class ClaimLost extends Error {
  constructor() {
    super('This run belongs to another worker by now.');
    this.name = 'ClaimLost';
  }
}
