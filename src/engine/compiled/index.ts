/** A system as packed states and loaded code. */
export { type CompiledSystem, compile } from './compile.js';
