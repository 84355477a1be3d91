import { atomsOf, type Formula, type TemporalProperty } from '../logic/index.js';
import { ExportError } from './export-error.js';
import type { Identifiers } from './identifiers.js';
import { everywhere } from './scope.js';
import { comment } from './text.js';
import type { Translator } from './translate.js';
import { withoutConditionals } from './without-conditionals.js';

/** A formula, and whose it is. */
export interface NamedFormula {
  readonly name: string;
  readonly temporal: TemporalProperty;
}

/** A formula as a claim of Promela, with the definitions of its atoms. */
export interface Claim {
  readonly name: string;
  readonly definitions: readonly string[];
  readonly lines: readonly string[];
}

/**
 * @param startsLater whether a run begins with steps that choose where the system starts: the formula is about what
 *   comes after them
 * @throws ExportError for a formula that says "next", which SPIN does not know as it is distributed
 */
export function claimsOf(
  formulas: readonly NamedFormula[],
  translator: Translator,
  identifiers: Identifiers,
  startsLater: boolean,
): readonly Claim[] {
  const defined = new Map<string, string>();
  return formulas.map(({ name, temporal: { formula, atoms } }) => {
    const definitions: string[] = [];
    const names = new Map(
      atomsOf(formula).map((atom) => {
        const condition = atoms.get(atom);
        if (!condition) throw new Error(`the atom '${atom}' has no meaning`);
        const { text } = translator.condition(withoutConditionals(condition), everywhere);
        const key = `${atom}\n${text}`;
        const identifier = defined.get(key) ?? identifiers.allocate(atom);
        if (!defined.has(key)) definitions.push(`#define ${identifier} (${text})`);
        defined.set(key, identifier);
        return [atom, identifier] as const;
      }),
    );
    const claim = identifiers.allocate(name);
    const text = printClaim(formula, names, name);
    const body = startsLater ? `!started U (started && ${text})` : text;
    return { name: claim, definitions, lines: [comment(name), `ltl ${claim} { ${body} }`] };
  });
}

/** In the operators that SPIN knows, with every parenthesis. */
function printClaim(formula: Formula, names: ReadonlyMap<string, string>, whose: string): string {
  const print = (each: Formula): string => printClaim(each, names, whose);
  switch (formula.kind) {
    case 'true':
    case 'false':
      return formula.kind;
    case 'atom':
      return names.get(formula.name) ?? formula.name;
    case 'not':
      return `! ${print(formula.operand)}`;
    case 'eventually':
      return `<> ${print(formula.operand)}`;
    case 'always':
      return `[] ${print(formula.operand)}`;
    case 'next':
      throw new ExportError(
        `the formula of ${whose} says "next", which SPIN does not know unless it was built with -DNXT`,
      );
    case 'weak-until': {
      const [left, right] = [print(formula.left), print(formula.right)];
      return `(${right} V (${left} || ${right}))`;
    }
    default:
      return `(${print(formula.left)} ${symbols[formula.kind]} ${print(formula.right)})`;
  }
}

const symbols = { and: '&&', or: '||', implies: '->', equivalent: '<->', until: 'U', release: 'V' } as const;
