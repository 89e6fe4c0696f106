export { handCommands } from './hand-commands';
export { bufferSource, bufferStream, MemorySink } from './memory';
export { outsideOfTheHeap } from './outside-of-the-heap';
export {
  buildSmallArchive,
  smallContents,
  smallIdentity,
  smallMembers,
  type SmallArchiveOptions,
  type SmallMember,
} from './small-archive';
export { forgeArchive, type ForgedMember, type Forgery } from './forge';
export {
  goldenArchive,
  goldenChanges,
  goldenForms,
  goldenVersions,
  type GoldenArchive,
  type GoldenExpectation,
  type GoldenForm,
} from './golden';
