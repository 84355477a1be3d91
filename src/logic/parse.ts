import { type BinaryOperator, type Formula, operators, type UnaryOperator } from './formula.js';

/** What is wrong with the text of a formula, and where: columns count from 1. */
export interface FormulaError {
  readonly message: string;
  readonly column: number;
}

export type ParsedFormula =
  | { readonly ok: true; readonly formula: Formula }
  | { readonly ok: false; readonly error: FormulaError };

/**
 * Parses a formula such as `[] (sleeping(writer) -> <> running(writer))`.
 *
 * Operators, from the one that binds closest: `!`, `X`, `<>`, `[]`; `U`, `W`, `R`; `&&`; `||`; `->`; `<->`. Binary ones
 * group to the right. An atom is a name, with arguments in parentheses if it takes some.
 */
export function parseFormula(text: string): ParsedFormula {
  try {
    return { ok: true, formula: new Parser(tokenise(text), text.length + 1).parse() };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { ok: false, error };
    throw error;
  }
}

class SyntaxProblem extends Error implements FormulaError {
  constructor(
    message: string,
    readonly column: number,
  ) {
    super(message);
  }
}

interface Token {
  readonly text: string;
  readonly column: number;
  readonly isAtom: boolean;
}

const tokenPattern =
  /\s*(?:(\[\]|<>|<->|->|&&|\|\||!|\(|\))|([A-Za-z_](?:[\w.]|-(?=\w))*(?:\([\w., -]*\))?))/y;
const wordOperators = ['X', 'U', 'W', 'R'];

const unaryBySymbol = new Map<string, UnaryOperator>(
  (['not', 'next', 'eventually', 'always'] as const).map((kind) => [operators[kind].symbol, kind]),
);
const binaryBySymbol = new Map<string, BinaryOperator>(
  (['and', 'or', 'implies', 'equivalent', 'until', 'weak-until', 'release'] as const).map((kind) => [
    operators[kind].symbol,
    kind,
  ]),
);

function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (text.slice(position).trim() !== '') {
    tokenPattern.lastIndex = position;
    const match = tokenPattern.exec(text);
    if (match === null) {
      const column = position + text.slice(position).search(/\S/) + 1;
      throw new SyntaxProblem(`unexpected '${text[column - 1]}'`, column);
    }
    const [whole, symbol, word = ''] = match;
    const found = operatorWord(word) ?? { text: symbol ?? word, length: 0 };
    const start = position + whole.length - (symbol ?? word).length;
    tokens.push({
      text: found.text,
      column: start + 1,
      isAtom: symbol === undefined && !wordOperators.includes(found.text),
    });
    position = found.length > 0 ? start + found.length : position + whole.length;
  }
  return tokens;
}

/** `X(a)` is the operator before a parenthesis, and no atom with an argument. */
function operatorWord(word: string): { readonly text: string; readonly length: number } | undefined {
  const [name = ''] = word.split('(');
  return wordOperators.includes(name) ? { text: name, length: name.length } : undefined;
}

class Parser {
  private next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly endColumn: number,
  ) {}

  parse(): Formula {
    const formula = this.parseBinary(1);
    const left = this.tokens[this.next];
    if (left)
      throw new SyntaxProblem(`unexpected '${left.text}', expected an operator or the end`, left.column);
    return formula;
  }

  /** Parses what binds at least as closely as `least`. */
  private parseBinary(least: number): Formula {
    const left = this.parseUnary();
    return this.parseRest(left, least);
  }

  private parseRest(left: Formula, least: number): Formula {
    const kind = binaryBySymbol.get(this.tokens[this.next]?.text ?? '');
    if (kind === undefined || operators[kind].precedence < least) return left;
    this.next += 1;
    const right = this.parseBinary(operators[kind].precedence);
    return this.parseRest({ kind, left, right }, least);
  }

  private parseUnary(): Formula {
    const token = this.tokens[this.next];
    if (token === undefined)
      throw new SyntaxProblem('the formula ends where an operand is expected', this.endColumn);
    this.next += 1;
    const kind = unaryBySymbol.get(token.text);
    if (kind) return { kind, operand: this.parseUnary() };
    if (token.text === '(') {
      const inner = this.parseBinary(1);
      const close = this.tokens[this.next];
      if (close?.text !== ')')
        throw new SyntaxProblem(
          `expected ')' for the '(' at column ${token.column}`,
          close?.column ?? this.endColumn,
        );
      this.next += 1;
      return inner;
    }
    if (!token.isAtom)
      throw new SyntaxProblem(`unexpected '${token.text}', expected an operand`, token.column);
    if (token.text === 'true' || token.text === 'false') return { kind: token.text };
    return { kind: 'atom', name: token.text };
  }
}
