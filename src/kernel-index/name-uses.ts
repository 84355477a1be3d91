import { bracket } from './brackets.js';
import { type FileFacts, use } from './facts.js';
import type { NameTable } from './name-table.js';
import type { Place } from './place.js';
import { sign, token } from './token.js';
import { type Words, word } from './words.js';

/** Decides what a name is, by the tokens around it: what is called, declared, or a function whose address is taken. */
export class NameUses {
  constructor(
    private readonly place: Place,
    private readonly facts: FileFacts,
    private readonly names: NameTable,
    private readonly words: Words,
  ) {}

  /** Decides what the name was that came last, by what follows. @param line where that is */
  settle(next: number, line: number): void {
    const { place, words } = this;
    const { n1, p2, brackets, declaration } = place;
    if (next === sign.openParenthesis) {
      if (place.isOutermost) declaration.called(n1, line);
      else if (place.function >= 0) {
        if (isMember(p2)) this.callField(n1);
        else if ((words.about(n1) & (word.control | word.annotation | word.type)) === 0) this.call(n1);
      }
      return;
    }
    if (brackets.depth === 1 && place.function < 0 && !place.isInMacro) declaration.argument(n1);
    if (this.declares(next)) {
      if (brackets.depth > 0) place.locals.add(n1);
    } else if (this.mayMention(next) && words.about(n1) === 0 && !place.locals.has(n1))
      this.mention(n1, line);
  }

  call(name: number): void {
    this.facts.calls.push(this.place.function);
    this.facts.calls.push(name);
  }

  callField(field: number): void {
    if (this.place.function < 0) return;
    this.facts.fieldCalls.push(this.place.function);
    this.facts.fieldCalls.push(field);
  }

  /** Whether the name is that of a variable which is declared. */
  private declares(next: number): boolean {
    switch (next) {
      case sign.semicolon:
      case sign.equals:
      case sign.comma:
      case sign.openIndex:
      case sign.closeParenthesis:
        break;
      default:
        return false;
    }
    const { p2, p3, n2, brackets } = this.place;
    if (p2 === token.identifier) return (this.words.about(n2) & word.control) === 0;
    if (p2 === sign.star) return p3 === token.identifier || p3 === sign.star;
    return p2 === sign.comma && brackets.top >= bracket.block && brackets.top !== bracket.initialiser;
  }

  private mayMention(next: number): boolean {
    switch (next) {
      case sign.comma:
      case sign.closeParenthesis:
      case sign.semicolon:
      case sign.closeBrace:
      case sign.colon:
      case sign.question:
      case token.comparison:
      case token.directiveEnd:
      case token.end:
        break;
      default:
        return false;
    }
    switch (this.place.p2) {
      case sign.equals:
      case sign.question:
      case sign.colon:
      case sign.ampersand:
      case sign.comma:
      case sign.openParenthesis:
      case sign.openBrace:
        return true;
      case token.identifier:
        return this.place.n2 === this.words.return;
      case sign.closeParenthesis:
        // A cast.
        return this.place.closedName === 0;
      default:
        return false;
    }
  }

  private mention(name: number, line: number): void {
    if (!this.names.hasSmallLetter(name)) return;
    const { brackets, floor, assigned, isInMacro } = this.place;
    let at = brackets.depth - 1;
    while (at >= floor && brackets.kinds[at] === bracket.parenthesis && brackets.names[at] === 0) at--;
    const kind = at >= floor ? (brackets.kinds[at] as number) : 0;
    const position = at >= 0 ? (brackets.positions[at] as number) : 0;
    if (kind === bracket.parenthesis) {
      const callee = brackets.names[at] as number;
      if (callee > 0) this.refer(name, use.argument + 8 * position, callee, 0, line);
    } else if (kind === bracket.initialiser) {
      const field = brackets.fields[at] as number;
      const type = brackets.names[at] as number;
      if (field === 0) this.refer(name, use.element + 8 * position, 0, type, line);
      else this.refer(name, use.field, field, type, line);
    } else if (kind !== bracket.declaration && kind !== bracket.index && !isInMacro)
      this.refer(name, assigned === 0 ? use.plain : use.assignment, assigned, 0, line);
  }

  private refer(name: number, how: number, context: number, type: number, line: number): void {
    const { references } = this.facts;
    references.push(this.place.function);
    references.push(name);
    references.push(how);
    references.push(context);
    references.push(type);
    references.push(line);
  }
}

/** Whether what follows such a token is a member of a struct. */
export function isMember(kind: number): boolean {
  return kind === sign.dot || kind === token.arrow;
}
