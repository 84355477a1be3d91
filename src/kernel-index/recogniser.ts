import { bracket } from './brackets.js';
import { Declaration } from './declaration.js';
import { type FileFacts, functionWidth } from './facts.js';
import type { NameTable } from './name-table.js';
import { isMember, NameUses } from './name-uses.js';
import { Place } from './place.js';
import { Scanner } from './scanner.js';
import { sign, token } from './token.js';
import { trait, Words, word } from './words.js';

/**
 * Finds in a file of C what is defined, called, and used without being called, by its tokens alone: no header is read, and no macro
 * expanded. Of each `#if`, all branches are read.
 */
export class Recogniser {
  private readonly scanner: Scanner;
  private readonly words: Words;
  private readonly place: Place;
  private readonly uses: NameUses;
  /** Of each `#if` that is open, where its branches begin: how many brackets are open there, and the function. */
  private readonly conditions: number[] = [];

  constructor(
    names: NameTable,
    private readonly facts: FileFacts,
  ) {
    this.words = new Words(names);
    this.scanner = new Scanner(names);
    this.place = new Place(new Declaration(names, this.words));
    this.uses = new NameUses(this.place, facts, names, this.words);
  }

  /** Adds what a file says to the facts. @param source with `length` bytes of text, and some more */
  read(source: Uint8Array, length: number): void {
    this.scanner.open(source, length);
    this.conditions.length = 0;
    this.place.start();
    this.readUntil(token.end);
  }

  private readUntil(last: number): void {
    const { scanner, place, uses } = this;
    for (;;) {
      const kind = scanner.next();
      if (kind === token.directive) {
        this.readDirective();
        continue;
      }
      if (place.p1 === token.identifier) uses.settle(kind, scanner.line);
      if (kind === last || kind === token.end) return;
      this.take(kind);
      place.shift(kind, kind === token.identifier ? scanner.name : 0);
    }
  }

  private take(kind: number): void {
    const { brackets } = this.place;
    switch (kind) {
      case token.identifier:
        this.takeName();
        break;
      case sign.openParenthesis:
        this.openParenthesis();
        break;
      case sign.closeParenthesis:
        this.closeParenthesis();
        break;
      case sign.openIndex:
        brackets.push(bracket.index, 0);
        break;
      case sign.closeIndex:
        brackets.popIf(bracket.index);
        break;
      case sign.openBrace:
        this.openBrace();
        break;
      case sign.closeBrace:
        this.closeBrace();
        break;
      case sign.semicolon:
        this.endStatement();
        break;
      case sign.comma:
        this.nextPosition();
        break;
      case sign.equals:
        this.assign();
        break;
    }
  }

  private takeName(): void {
    const { place, scanner } = this;
    const before = place.p1 === token.identifier ? place.n1 : 0;
    if (before !== 0 || place.isOutermost) place.declaration.word(scanner.name, before, place.isOutermost);
  }

  private openParenthesis(): void {
    const { place, words } = this;
    let callee = 0;
    if (place.p1 === token.identifier) {
      const about = words.about(place.n1);
      if ((about & (word.control | word.annotation)) !== 0) callee = -1;
      else if ((about & word.type) === 0) callee = place.n1;
    } else if (place.p1 === sign.closeParenthesis && place.closedField !== 0)
      this.uses.callField(place.closedField);
    place.brackets.push(bracket.parenthesis, callee);
  }

  private closeParenthesis(): void {
    const { place } = this;
    const { brackets } = place;
    if (brackets.top !== bracket.parenthesis || brackets.depth <= place.floor) return;
    place.closedName = brackets.name;
    place.closedField = place.p1 === token.identifier && isMember(place.p2) ? place.n1 : 0;
    brackets.depth--;
  }

  private openBrace(): void {
    const { place } = this;
    const { brackets, declaration, p1 } = place;
    const isOuter = brackets.depth === place.floor && place.function < 0;
    if (brackets.top === bracket.initialiser) {
      const hasField = (brackets.fields[brackets.depth - 1] as number) !== 0;
      brackets.push(bracket.initialiser, hasField ? 0 : brackets.name);
    } else if (p1 === sign.equals) brackets.push(bracket.initialiser, declaration.type);
    else if (isOuter && declaration.candidate !== 0 && !declaration.isAssigned) this.beginFunction();
    else if (isOuter && p1 === token.text) return;
    else if (
      p1 === sign.closeParenthesis &&
      place.closedName === 0 &&
      declaration.tag !== 0 &&
      !place.isOutermost
    )
      brackets.push(bracket.initialiser, declaration.tag);
    else {
      brackets.push(place.function < 0 ? bracket.declaration : bracket.block, 0);
      if (place.function >= 0) place.startStatement();
    }
  }

  private beginFunction(): void {
    const { place } = this;
    const { declaration } = place;
    const name = declaration.definedName();
    place.function = this.addFunction(name, declaration.line, declaration.traits);
    place.brackets.push(bracket.function, 0);
    place.startStatement();
  }

  private addFunction(name: number, line: number, traits: number): number {
    const { functions } = this.facts;
    for (const each of [name, line, traits]) functions.push(each);
    return functions.length / functionWidth - 1;
  }

  private closeBrace(): void {
    const { place, scanner } = this;
    const { brackets } = place;
    brackets.popToBraces(place.floor);
    // What stands there closes a function, however many braces the branches of an `#if` have opened in it; and a type.
    place.isAtMargin = scanner.isFirstInLine && !place.isInMacro;
    const isWhole = place.function >= 0 || brackets.top === bracket.declaration;
    if (place.isAtMargin && isWhole) brackets.depth = 0;
    else if (brackets.depth > place.floor) brackets.depth--;
    if (brackets.depth === 0 && !place.isInMacro) {
      const wasFunction = place.function >= 0;
      place.function = -1;
      if (wasFunction) place.startDeclaration();
      else place.declaration.endBody();
    }
    place.startStatement();
  }

  private endStatement(): void {
    const { place } = this;
    const { brackets } = place;
    // And so do these two close a table.
    if (place.isAtMargin && place.p1 === sign.closeBrace) brackets.depth = 0;
    if (brackets.top === bracket.parenthesis && brackets.name >= 0) brackets.popToBraces(place.floor);
    if (brackets.top === bracket.parenthesis) return;
    if (place.isOutermost) place.startDeclaration();
    place.startStatement();
  }

  private nextPosition(): void {
    const { brackets } = this.place;
    brackets.nextPosition();
    if (brackets.top >= bracket.block || brackets.depth === 0) this.place.assigned = 0;
  }

  private assign(): void {
    const { place } = this;
    const { brackets } = place;
    const field = place.p1 === token.identifier && isMember(place.p2) ? place.n1 : 0;
    if (brackets.top === bracket.initialiser) brackets.fields[brackets.depth - 1] = field;
    else place.assigned = field;
    if (place.isOutermost) place.declaration.isAssigned = true;
  }

  private readDirective(): void {
    const { scanner, words, conditions, place } = this;
    const kind = scanner.next();
    if (kind === token.directiveEnd || kind === token.end) return;
    const name = kind === token.identifier ? scanner.name : 0;
    if (name === words.define) {
      this.readMacro();
      return;
    }
    if (name === words.if || name === words.ifdef || name === words.ifndef)
      conditions.push(place.brackets.depth, place.function);
    else if (name === words.else || name === words.elif) {
      const at = conditions.length - 2;
      if (at >= 0) {
        place.brackets.depth = conditions[at] as number;
        // The function may have ended in the branch before, and go on in this one.
        place.function = conditions[at + 1] as number;
      }
    } else if (name === words.endif) conditions.length = Math.max(0, conditions.length - 2);
    this.skipDirective();
  }

  private skipDirective(): void {
    this.scanner.skipDirective();
    this.scanner.next();
  }

  private readMacro(): void {
    const { scanner, place } = this;
    if (scanner.isPlainMacroNext() || scanner.next() !== token.identifier) {
      this.skipDirective();
      return;
    }
    const hasParameters = scanner.isOpenedNext();
    const leave = place.enterMacro(this.addFunction(scanner.name, scanner.line, trait.macro));
    if (!hasParameters || this.readParameters()) this.readUntil(token.directiveEnd);
    // A name for another name.
    if (!hasParameters && place.p1 === token.identifier && place.p2 === 0) this.uses.call(place.n1);
    leave();
  }

  /** Whether the macro has a body. */
  private readParameters(): boolean {
    const { scanner, place } = this;
    for (let kind = scanner.next(); kind !== sign.closeParenthesis; kind = scanner.next()) {
      if (kind === token.identifier) place.locals.add(scanner.name);
      else if (kind === token.directiveEnd || kind === token.end) return false;
    }
    return true;
  }
}
