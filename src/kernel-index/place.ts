import { Brackets } from './brackets.js';
import type { Declaration } from './declaration.js';
import { Locals } from './locals.js';

/** Where the recogniser stands in a file. */
export class Place {
  readonly brackets = new Brackets();
  readonly locals = new Locals();
  /** The function in which it stands, by its number in the file, or -1. */
  function = -1;
  /** What is open outside of the macro in which it stands. */
  floor = 0;
  isInMacro = false;
  /** Whether the brace that was closed last stands at the very beginning of its line. */
  isAtMargin = false;
  // The last three tokens, the last one first, and the names of those that are identifiers.
  p1 = 0;
  p2 = 0;
  p3 = 0;
  n1 = 0;
  n2 = 0;
  /** The field to which the statement assigns. */
  assigned = 0;
  /** What the parenthesis that was closed last had: its callee, and the field that it ends with. */
  closedName = 0;
  closedField = 0;

  constructor(readonly declaration: Declaration) {}

  start(): void {
    this.brackets.depth = 0;
    this.floor = 0;
    this.isInMacro = false;
    this.function = -1;
    this.startStatement();
    this.startDeclaration();
  }

  /** Whether it stands at the outermost level of a file. */
  get isOutermost(): boolean {
    return this.brackets.depth === 0 && this.function < 0;
  }

  shift(kind: number, name: number): void {
    this.p3 = this.p2;
    this.p2 = this.p1;
    this.n2 = this.n1;
    this.p1 = kind;
    this.n1 = name;
  }

  startStatement(): void {
    this.assigned = 0;
    this.closedName = 0;
    this.closedField = 0;
    if (this.function >= 0) this.declaration.startStatement();
  }

  startDeclaration(): void {
    this.locals.forget();
    this.declaration.start();
    this.forgetTokens();
  }

  forgetTokens(): void {
    this.p1 = this.p2 = this.p3 = this.n1 = this.n2 = 0;
  }

  /** A macro begins. @returns what takes it back to where it was, at the end of the macro */
  enterMacro(number: number): () => void {
    const { brackets, floor, p1, p2, p3, n1, n2, assigned } = this;
    const [outer, depth] = [this.function, brackets.depth];
    this.locals.enter();
    this.declaration.enter();
    this.function = number;
    this.floor = depth;
    this.isInMacro = true;
    this.forgetTokens();
    return () => {
      this.locals.leave();
      this.declaration.leave();
      brackets.depth = depth;
      this.isInMacro = false;
      Object.assign(this, { function: outer, floor, p1, p2, p3, n1, n2, assigned });
    };
  }
}
