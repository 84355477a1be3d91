/** Which function of a kernel's source calls which, and through which tables: an index that is made once, and asked often. */
export {
  type BuiltIndex,
  buildIndex,
  type IndexOptions,
  type IndexProgress,
  type IndexRequest,
} from './build-index.js';
export {
  type Caller,
  type CallersOptions,
  type CallersUp,
  type CallStep,
  callersUp,
  type EntryPoint,
  isExport,
  type LostAddress,
} from './callers.js';
export { systemCallPrefix } from './declaration.js';
export type { FunctionDefinition, Reference, ReferenceUse } from './definition.js';
export {
  type EntryKind,
  type EntryRow,
  EntryTable,
  entryKinds,
  loadEntryTable,
  parseEntryRows,
} from './entry-table.js';
export { encodeIndex } from './file-format.js';
export {
  defaultIndexFile,
  expectFresh,
  explainDamage,
  loadKernelIndex,
  readIndexFile,
} from './index-file.js';
export { indexTexts, type SourceTexts } from './index-texts.js';
export { KernelIndex, type KernelIndexOptions } from './kernel-index.js';
export type { OmittedFile } from './source-tree.js';
export type { Trait } from './words.js';
