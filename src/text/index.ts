/** Text for people: coloured, wrapped, and without what would command a terminal. */

export { renderColumns } from './columns.js';
export { hang } from './hang.js';
export { type Painter, painter } from './painter.js';
export { plural } from './plural.js';
export { printable, printableJson } from './printable.js';
export { wrap } from './wrap.js';
