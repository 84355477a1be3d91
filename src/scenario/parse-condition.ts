import { comparisonOperators } from './condition.js';
import { didYouMean, type TextProblem, unknownName } from './diagnostic.js';
import { type DataScope, dataNamed, dataNames } from './lookup.js';
import { nameText } from './name-schema.js';
import { findOperand, isCounter, noCounter } from './parse-operand.js';
import { noObject } from './scenario.js';
import type { Comparison, Condition } from './statement.js';

/** Deeper than anybody reads; the parser recurs over it. */
const maximumDepth = 50;

/**
 * Parses a condition, and looks up what it compares. `not` binds closest, then `and`, then `or`.
 *
 * @returns what is wrong with it, where it is no condition; without an index, where no word of it is to blame
 */
export function parseConditionText(
  text: string,
  names: DataScope,
): Condition | Omit<TextProblem, 'index'> | TextProblem {
  const plain = parsePlain(text, names);
  if (plain) return plain;
  const tokens = tokensOf(text);
  if (!tokens.some((each) => each.kind === 'symbol' || isConnective(each)))
    return {
      code: 'invalid-statement',
      message: `expected a condition such as 'D = V' or 'D != V', found '${text}'`,
    };
  const parser = new ConditionParser(tokens, text.length, names);
  return parser.parse() ?? parser.problem;
}

/** One comparison: its value may have characters in it that would end a word elsewhere. */
function parsePlain(text: string, names: DataScope): Comparison | Omit<TextProblem, 'index'> | undefined {
  const [, name, operator, written = ''] = /^(\S+?)\s*(!=|=)\s*(\S+)$/.exec(text.trim()) ?? [];
  if (name === undefined || (operator !== '=' && operator !== '!=') || !nameText.test(name)) return undefined;
  const data = dataNamed(names, name);
  if (!data) {
    const [code, message, hint] = unknownName('data', name, dataNames(names));
    return { code, message, hint };
  }
  const operand = findOperand(data, written, names, true);
  return 'code' in operand ? operand : { kind: 'comparison', data: data.name, operator, operand };
}

interface Token {
  readonly kind: 'word' | 'symbol';
  readonly text: string;
  readonly index: number;
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(/[()]|[!=<>]=?|(?:->(?=[A-Za-z_])|[^\s()!=<>])+/g)].map(({ 0: token, index }) => ({
    kind: /^[()!=<>]/.test(token) ? 'symbol' : 'word',
    text: token,
    index,
  }));
}

const connectives: readonly string[] = ['and', 'or', 'not'];

function isConnective({ kind, text }: Token): boolean {
  return kind === 'word' && connectives.includes(text);
}

/** What other languages write. */
const meant: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['!', 'not'],
  ['==', '='],
]);

class ConditionParser {
  problem: TextProblem = { index: 0, code: 'invalid-statement', message: 'expected a condition' };
  private position = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: number,
    private readonly names: DataScope,
  ) {}

  /** The condition; or nothing, and {@link problem} tells why. */
  parse(): Condition | undefined {
    const condition = this.disjunction();
    if (!condition || this.tokens[this.position] === undefined) return condition;
    return this.expected("'and', 'or' or the end of the condition", ['and', 'or']);
  }

  private disjunction(): Condition | undefined {
    return this.joined('or', () => this.joined('and', () => this.operand()));
  }

  private joined(kind: 'and' | 'or', part: () => Condition | undefined): Condition | undefined {
    const operands: Condition[] = [];
    do {
      const operand = part();
      if (!operand) return undefined;
      operands.push(...(operand.kind === kind ? operand.operands : [operand]));
    } while (this.takes(kind));
    const [first] = operands;
    return operands.length === 1 ? first : { kind, operands };
  }

  private operand(): Condition | undefined {
    const token = this.tokens[this.position];
    // Data, too, may be called 'not'.
    const isNegation = token?.text === 'not' && !this.isOperator(this.position + 1);
    if (!token || (token.text !== '(' && !isNegation)) return this.comparison(token);
    if (this.depth === maximumDepth)
      return this.fail(token, 'too-large', `a condition nests more than ${maximumDepth} deep`);
    this.position++;
    this.depth++;
    const inner = isNegation ? this.operand() : this.disjunction();
    this.depth--;
    if (!inner) return undefined;
    if (isNegation) return { kind: 'not', operand: inner };
    return this.takes(')') ? inner : this.expected("'and', 'or' or ')'", ['and', 'or']);
  }

  private comparison(token: Token | undefined): Comparison | undefined {
    if (token?.kind !== 'word' || (isConnective(token) && !this.isOperator(this.position + 1)))
      return this.expected("a comparison such as 'D = V', 'not' or '('", ['not']);
    const data = dataNamed(this.names, token.text);
    if (!data) {
      return this.fail(token, ...unknownName('data', token.text, dataNames(this.names)));
    }
    this.position++;
    const operator = comparisonOperators.find((each) => this.takes(each));
    if (operator === undefined)
      return this.expected(`${comparisonOperators.join(', ')} after '${data.name}'`, comparisonOperators);
    if (operator !== '=' && operator !== '!=' && !isCounter(data)) {
      const { code, message } = noCounter(data.name, 'is ordered');
      return this.fail(token, code, message);
    }
    const written = this.tokens[this.position];
    if (written?.kind !== 'word')
      return this.expected(`a value of '${data.name}', or other data, after '${operator}'`, []);
    const operand = findOperand(data, written.text, this.names, true);
    if ('code' in operand) return this.fail(written, operand.code, operand.message, operand.hint);
    if (operator !== '=' && operator !== '!=' && operand.kind === 'value' && operand.value === noObject)
      return this.fail(written, 'unknown-value', `'${noObject}' is no number: compare it by = or !=`);
    this.position++;
    return { kind: 'comparison', data: data.name, operator, operand };
  }

  private isOperator(position: number): boolean {
    const token = this.tokens[position];
    return comparisonOperators.some((each) => each === token?.text);
  }

  private takes(text: string): boolean {
    const isThere = this.tokens[this.position]?.text === text;
    if (isThere) this.position++;
    return isThere;
  }

  private expected(what: string, words: readonly string[]): undefined {
    const token = this.tokens[this.position];
    const found = token ? `'${token.text}'` : 'the end';
    const other = token && meant.get(token.text);
    const hint = other === undefined ? token && didYouMean(token.text, words) : `did you mean '${other}'?`;
    return this.fail(token, 'invalid-statement', `expected ${what}, found ${found}`, hint);
  }

  private fail(
    token: Token | undefined,
    code: TextProblem['code'],
    message: string,
    hint?: string,
  ): undefined {
    const index = token?.index ?? this.end;
    this.problem = { index, code, message, ...(hint !== undefined && { hint }) };
    return undefined;
  }
}
