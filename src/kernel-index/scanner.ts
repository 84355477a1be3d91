import { emptyHash, type NameTable } from './name-table.js';
import { token } from './token.js';

const tab = 9;
const newline = 10;
const space = 32;
const quote = 34;
const hash = 35;
const apostrophe = 39;
const openParenthesis = 40;
const star = 42;
const minus = 45;
const slash = 47;
const backslash = 92;

const letter = 1;
const digit = 2;
const blank = 3;

const kindOf = new Uint8Array(256);
for (const [from, to] of ['az', 'AZ', '__', '$$'].map((range) => [range.charCodeAt(0), range.charCodeAt(1)]))
  for (let code = from as number; code <= (to as number); code++) kindOf[code] = letter;
for (let code = 48; code < 58; code++) kindOf[code] = digit;
for (const code of [tab, 11, 12, 13, space]) kindOf[code] = blank;

/** So many bytes must stand behind a text that is scanned. */
export const paddingBytes = 8;

/** The tokens of a file of C, one after the other, without comments. Whatever the bytes are, it comes to an end. */
export class Scanner {
  /** Of the last token, if it is an identifier. */
  name = 0;
  /** From 1, of the last token. */
  line = 1;
  /** Whether the last token stands at the very beginning of its line. */
  isFirstInLine = false;
  private source: Uint8Array = new Uint8Array(0);
  private at = 0;
  private length = 0;
  private lineBegin = 0;
  private isInDirective = false;
  /** Whether nothing but blanks stands before in this line. */
  private isLineFresh = true;

  constructor(readonly names: NameTable) {}

  /** @param source with the text, and {@link paddingBytes} more, which are written to */
  open(source: Uint8Array, length: number): void {
    this.source = source;
    this.length = length;
    // So no loop below asks whether it has come to the end.
    source.fill(0, length, length + paddingBytes);
    source[length] = newline;
    // A mark of the byte order is no token.
    this.at = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf ? 3 : 0;
    this.line = 1;
    this.lineBegin = this.at;
    this.isInDirective = false;
    this.isLineFresh = true;
  }

  next(): number {
    const { source, length } = this;
    while (this.at < length) {
      const code = source[this.at] as number;
      const kind = kindOf[code] as number;
      if (kind === blank) {
        this.at++;
        continue;
      }
      if (code === newline) {
        this.newLine();
        if (!this.isInDirective) continue;
        this.isInDirective = false;
        return token.directiveEnd;
      }
      if (code === backslash && this.skipContinuation()) continue;
      if (code === slash && this.skipComment()) continue;
      const isFresh = this.isLineFresh;
      this.isLineFresh = false;
      this.isFirstInLine = this.at === this.lineBegin;
      if (kind === letter) return this.identifier();
      if (code === hash && isFresh && !this.isInDirective) {
        this.at++;
        this.isInDirective = true;
        return token.directive;
      }
      if (kind === digit) return this.number();
      if (code === quote || code === apostrophe) return this.text(code);
      return this.sign(code);
    }
    if (this.isInDirective) {
      this.isInDirective = false;
      return token.directiveEnd;
    }
    return token.end;
  }

  /** Whether a macro comes that stands for a number, a text or nothing: it mentions no function. */
  isPlainMacroNext(): boolean {
    const { source } = this;
    let at = this.at;
    while (kindOf[source[at] as number] === blank) at++;
    while (((kindOf[source[at] as number] as number) - 1) >>> 0 < 2) at++;
    if (source[at] === openParenthesis) return false;
    while (kindOf[source[at] as number] === blank) at++;
    const code = source[at] as number;
    return kindOf[code] === digit || code === quote || code === newline || code === minus;
  }

  /** Whether an opening parenthesis follows at once, as after the name of a macro with parameters. */
  isOpenedNext(): boolean {
    return this.source[this.at] === openParenthesis;
  }

  /** Leaves out the rest of a directive, but not the end of its line. */
  skipDirective(): void {
    const { source, length } = this;
    for (;;) {
      let at = this.at;
      let code = source[at] as number;
      while (code !== newline && code !== slash && code !== backslash) code = source[++at] as number;
      this.at = at;
      if (code === newline || at >= length) return;
      if (code === slash ? !this.skipComment() : !this.skipContinuation()) this.at++;
    }
  }

  private newLine(): void {
    this.at++;
    this.line++;
    this.lineBegin = this.at;
    this.isLineFresh = true;
  }

  private skipContinuation(): boolean {
    const { source, at } = this;
    const isCarriageReturn = source[at + 1] === 13 && source[at + 2] === newline;
    if (source[at + 1] !== newline && !isCarriageReturn) return false;
    this.at += isCarriageReturn ? 2 : 1;
    this.newLine();
    this.isLineFresh = false;
    return true;
  }

  private skipComment(): boolean {
    const { source, at, length } = this;
    const second = source[at + 1];
    if (second === slash) {
      const end = source.indexOf(newline, at);
      this.at = end < 0 ? length : end;
      return true;
    }
    if (second !== star) return false;
    let next = at + 2;
    while (next < length && !(source[next] === star && source[next + 1] === slash)) {
      if (source[next] === newline) {
        this.line++;
        this.lineBegin = next + 1;
      }
      next++;
    }
    this.at = Math.min(length, next + 2);
    return true;
  }

  private identifier(): number {
    const { source } = this;
    const begin = this.at;
    let at = begin;
    let code = source[at] as number;
    let hashed = emptyHash;
    while (((kindOf[code] as number) - 1) >>> 0 < 2) {
      hashed = Math.imul(hashed ^ code, 0x01000193);
      code = source[++at] as number;
    }
    this.at = at;
    this.name = this.names.intern(source, begin, at, hashed);
    return token.identifier;
  }

  private number(): number {
    const { source } = this;
    let at = this.at + 1;
    while (((kindOf[source[at] as number] as number) - 1) >>> 0 < 2 || source[at] === 46) at++;
    this.at = at;
    return token.number;
  }

  /** What is not closed ends with its line. */
  private text(mark: number): number {
    const { source, length } = this;
    let at = this.at + 1;
    while (at < length && source[at] !== mark && source[at] !== newline) {
      if (source[at] === backslash) {
        at++;
        if (source[at] === 13) at++;
        if (source[at] === newline) {
          this.line++;
          this.lineBegin = at + 1;
        }
      }
      at++;
    }
    this.at = at < length && source[at] === mark ? at + 1 : Math.min(at, length);
    return token.text;
  }

  private sign(code: number): number {
    const next = this.source[this.at + 1];
    this.at++;
    switch (code) {
      case minus:
        if (next === 62) return this.second(token.arrow);
        return next === 61 ? this.second(token.assignment) : code;
      case 61: // =
      case 33: // !
      case 60: // <
      case 62: // >
        return next === 61 ? this.second(token.comparison) : code;
      case 38: // &
      case 124: // |
        if (next === code) return this.second(token.comparison);
        return next === 61 ? this.second(token.assignment) : code;
      case 43: // +
      case star:
      case slash:
      case 37: // %
      case 94: // ^
        return next === 61 ? this.second(token.assignment) : code;
      case hash:
        return next === hash ? this.second(token.paste) : code;
      default:
        return code > space && code < 127 ? code : token.other;
    }
  }

  private second(kind: number): number {
    this.at++;
    return kind;
  }
}
