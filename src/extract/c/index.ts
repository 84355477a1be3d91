/** C of the kernel: files with their functions, tables and signatures. */
export { type CData, isLongerEnum, isSameLayout } from './data.js';
export { bare, type CNode, descendants, plainText } from './node.js';
export { abiDifferences, printSignature, type Signature } from './signature.js';
export { type CFunction, parseSource, type SourceFile } from './source-file.js';
export type { TableEntry } from './table-entry.js';
