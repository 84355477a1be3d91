import { Refusal } from './refusal.js';
import type { LinearFormula, TemporalFormula } from './statement.js';

/** A guess is a byte. */
const mostTemporal = 8;
/** A letter is a word. */
const mostAtoms = 31;

/** What a letter with a guess says. */
interface Reading {
  /** By guess: the temporal operators that would have been guessed right by this one before it, as bits. */
  readonly guessedBefore: Uint8Array;
  /** By guess: the demands that are met here, as bits. */
  readonly met: Int32Array;
  /** By guess: whether the formula is true here. */
  readonly isTrue: Uint8Array;
  /** By the guess before: the guesses that may follow it. */
  readonly following: readonly (readonly number[])[];
}

/**
 * A generalised Büchi automaton for a formula: the tableau of Clarke, Grumberg and Hamaguchi, "Another look at LTL model checking"
 * (1997). Its states are guesses: of each temporal operator, whether it will be true one letter later. One follows another
 * where it confirms it. A run is accepted that meets each demand again and again: what was promised is kept.
 */
export class Tableau {
  /** How many guesses there are. */
  readonly size: number;
  /** How many demands there are. */
  readonly demands: number;
  private readonly temporal: readonly TemporalFormula[];
  /** By letter; most are never read. */
  private readonly readings: (Reading | undefined)[] = [];

  /**
   * @param atoms their order is that of the bits of a letter
   * @throws Refusal when the formula has too many atoms or temporal operators
   */
  constructor(
    private readonly formula: LinearFormula,
    private readonly atoms: readonly string[],
  ) {
    if (atoms.length > mostAtoms) throw new Refusal(`the formula has more than ${mostAtoms} atoms`);
    this.temporal = temporalIn(formula);
    if (this.temporal.length > mostTemporal)
      throw new Refusal(`the formula has more than ${mostTemporal} temporal operators`);
    this.size = 1 << this.temporal.length;
    this.demands = this.temporal.filter(({ kind }) => kind !== 'next').length;
  }

  /** What the automaton does where it reads a letter. */
  reading(letter: number): Reading {
    const known = this.readings[letter];
    if (known) return known;
    const guesses = Array.from({ length: this.size }, (_, guess) => guess);
    const isTrue = (formula: LinearFormula, guess: number): boolean => this.isTrue(formula, letter, guess);
    const asBits = (conditions: readonly boolean[]): number =>
      conditions.reduce((bits, condition, index) => bits | (condition ? 1 << index : 0), 0);
    const guessedBefore = Uint8Array.from(guesses, (guess) =>
      asBits(this.temporal.map((each) => isTrue(each.kind === 'next' ? each.operand : each, guess))),
    );
    const made: Reading = {
      guessedBefore,
      met: Int32Array.from(guesses, (guess) =>
        asBits(
          this.temporal.flatMap((each) =>
            each.kind === 'next' ? [] : [isKept(each, (formula) => isTrue(formula, guess))],
          ),
        ),
      ),
      isTrue: Uint8Array.from(guesses, (guess) => (isTrue(this.formula, guess) ? 1 : 0)),
      following: guesses.map((before) => guesses.filter((guess) => guessedBefore[guess] === before)),
    };
    this.readings[letter] = made;
    return made;
  }

  /** By the expansion laws: what is said of now, and what is guessed of later. */
  private isTrue(formula: LinearFormula, letter: number, guess: number): boolean {
    const inner = (part: LinearFormula): boolean => this.isTrue(part, letter, guess);
    const later = (): boolean => ((guess >> this.temporal.indexOf(formula as TemporalFormula)) & 1) === 1;
    switch (formula.kind) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'atom':
        return ((letter >> this.atoms.indexOf(formula.name)) & 1) === 1;
      case 'not':
        return !inner(formula.operand);
      case 'and':
        return inner(formula.left) && inner(formula.right);
      case 'or':
        return inner(formula.left) || inner(formula.right);
      case 'implies':
        return !inner(formula.left) || inner(formula.right);
      case 'equivalent':
        return inner(formula.left) === inner(formula.right);
      case 'next':
        return later();
      case 'eventually':
        return inner(formula.operand) || later();
      case 'always':
        return inner(formula.operand) && later();
      case 'until':
      case 'weak-until':
        return inner(formula.right) || (inner(formula.left) && later());
      case 'release':
        return inner(formula.right) && (inner(formula.left) || later());
    }
  }
}

/**
 * Whether what a temporal operator promises is not put off: of a least fixpoint that is true, that it comes about here; of a greatest one
 * that is false, that it fails here.
 */
function isKept(formula: TemporalFormula, isTrue: (formula: LinearFormula) => boolean): boolean {
  switch (formula.kind) {
    case 'next':
      return true;
    case 'eventually':
      return !isTrue(formula) || isTrue(formula.operand);
    case 'always':
      return isTrue(formula) || !isTrue(formula.operand);
    case 'until':
      return !isTrue(formula) || isTrue(formula.right);
    case 'weak-until':
      return isTrue(formula) || (!isTrue(formula.left) && !isTrue(formula.right));
    case 'release':
      return isTrue(formula) || !isTrue(formula.right);
  }
}

/** Each occurrence of a temporal operator. */
function temporalIn(formula: LinearFormula): readonly TemporalFormula[] {
  switch (formula.kind) {
    case 'true':
    case 'false':
    case 'atom':
      return [];
    case 'not':
      return temporalIn(formula.operand);
    case 'next':
    case 'eventually':
    case 'always':
      return [formula, ...temporalIn(formula.operand)];
    case 'until':
    case 'weak-until':
    case 'release':
      return [formula, ...temporalIn(formula.left), ...temporalIn(formula.right)];
    default:
      return [...temporalIn(formula.left), ...temporalIn(formula.right)];
  }
}
