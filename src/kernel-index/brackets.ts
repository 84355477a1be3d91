/** What is open where the recogniser stands. */
export const bracket = {
  parenthesis: 1,
  /** `[` */
  index: 2,
  block: 3,
  initialiser: 4,
  /** The body of a struct, a union or an enum. */
  declaration: 5,
  function: 6,
} as const;

/** More than this are not told apart: no code that anybody compiles nests so deep. */
const maximumDepth = 1 << 12;

/** The brackets that are open, the innermost last. */
export class Brackets {
  depth = 0;
  readonly kinds = new Int32Array(maximumDepth);
  /** Of a parenthesis: what is called, 0 where nothing is, -1 after a word of C. Of an initialiser: the type. */
  readonly names = new Int32Array(maximumDepth);
  /** How many commas have come. */
  readonly positions = new Int32Array(maximumDepth);
  /** Of an initialiser: the field whose value comes. */
  readonly fields = new Int32Array(maximumDepth);

  push(kind: number, name: number): void {
    const at = Math.min(this.depth, maximumDepth - 1);
    this.kinds[at] = kind;
    this.names[at] = name;
    this.positions[at] = 0;
    this.fields[at] = 0;
    this.depth = at + 1;
  }

  /** The innermost kind, or 0. */
  get top(): number {
    return this.depth > 0 ? (this.kinds[this.depth - 1] as number) : 0;
  }

  get name(): number {
    return this.depth > 0 ? (this.names[this.depth - 1] as number) : 0;
  }

  /** A comma has come. */
  nextPosition(): void {
    const top = this.depth - 1;
    if (top < 0) return;
    this.positions[top] = (this.positions[top] as number) + 1;
    this.fields[top] = 0;
  }

  /** Closes what was opened last, if it is of that kind. */
  popIf(kind: number): boolean {
    if (this.top !== kind) return false;
    this.depth--;
    return true;
  }

  /** Closes what is in the innermost braces, and not closed: a bracket was left open. @param floor what stays open anyway */
  popToBraces(floor: number): void {
    while (this.depth > floor && this.top <= bracket.index) this.depth--;
  }
}
