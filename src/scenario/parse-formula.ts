import { atomsOf, parseFormula } from '../logic/index.js';
import { processNamesOf } from '../system/index.js';
import { didYouMean, listNames, type TextProblem, unknownName } from './diagnostic.js';
import type { ErrorCode } from './error-code.js';
import { parseValue, printValues } from './lookup.js';
import type {
  Atom,
  DataDeclaration,
  FormulaDeclaration,
  FunctionDeclaration,
  TaskAtom,
  TaskDeclaration,
} from './scenario.js';
import { hasUserSpace } from './task-kinds.js';

/** What atoms speak of. */
export interface AtomNames {
  readonly tasks: readonly TaskDeclaration[];
  readonly functions: readonly FunctionDeclaration[];
  readonly locks: readonly string[];
  readonly semaphores: readonly string[];
  /** And completions. */
  readonly events: readonly string[];
  readonly data: readonly DataDeclaration[];
}

type ResolvedFormula = Pick<FormulaDeclaration, 'formula' | 'atoms'>;

/** Parses a formula, and looks up what its atoms speak of; or tells all that is wrong with it. */
export function parseFormulaText(
  text: string,
  names: AtomNames,
): ResolvedFormula | { readonly problems: readonly TextProblem[] } {
  const parsed = parseFormula(text);
  if (!parsed.ok) {
    const { message, column } = parsed.error;
    return {
      problems: [
        { index: column - 1, code: 'invalid-formula', message: `${atColumn(column - 1)}: ${message}` },
      ],
    };
  }
  const problems: TextProblem[] = [];
  const atoms = new Map<string, Atom>();
  for (const atomText of atomsOf(parsed.formula)) {
    const report: AtomScope['report'] = (code, message, hint) => {
      problems.push({ index: indexOfAtom(text, atomText), code, message, ...(hint && { hint }) });
      return undefined;
    };
    const atom = parseAtom(atomText, { names, report });
    if (atom) atoms.set(atomText, atom);
  }
  return problems.length > 0 ? { problems } : { formula: parsed.formula, atoms };
}

/** In words, for where no position in the file can be told: a block of text, or text with escapes in it. */
export function atColumn(index: number): string {
  return `column ${index + 1} of the formula`;
}

/** Texts as long as atoms are, but for an operator before its parenthesis, in the words of the parser of formulas. */
const atomPattern = /(?![XUWR]\()[A-Za-z_](?:[\w.]|-(?=\w))*(?:\([\w., -]*\))?/g;

/** Where an atom is first written: an atom may be part of the text of another one. */
function indexOfAtom(text: string, atom: string): number {
  for (const match of text.matchAll(atomPattern)) if (match[0] === atom) return match.index;
  return 0;
}

/** How each atom is written; one that has several forms has as many numbers of arguments. */
const forms: Readonly<Record<Atom['kind'], readonly string[]>> = {
  'in-transition': ['in-transition'],
  patched: ['patched'],
  unpatched: ['unpatched'],
  unloaded: ['unloaded'],
  running: ['running(t)'],
  sleeping: ['sleeping(t)'],
  'in-kernel': ['in-kernel(t)'],
  'in-user-space': ['in-user-space(t)'],
  held: ['held(t)'],
  awaited: ['awaited(t)'],
  exited: ['exited(t)'],
  'inside-old': ['inside-old(t)', 'inside-old(t, f)'],
  'inside-new': ['inside-new(t)', 'inside-new(t, f)'],
  inside: ['inside(t, f, version)'],
  holds: ['holds(t, L)'],
  'waits-for': ['waits-for(t, L)'],
  pending: ['pending(E)'],
  is: ['is(D, value)', 'is(D, value, t)'],
};
const atomKinds = Object.keys(forms) as readonly Atom['kind'][];

/** What one atom is looked up in, and where to say that it is wrong. */
interface AtomScope {
  readonly names: AtomNames;
  report(code: ErrorCode, message: string, hint?: string): undefined;
}

function parseAtom(text: string, scope: AtomScope): Atom | undefined {
  const [word, parameters] = splitAtom(text);
  const kind = atomKinds.find((each) => each === word);
  if (kind === undefined)
    return scope.report(
      'invalid-formula',
      `unknown atom '${word}'`,
      didYouMean(word, atomKinds) ?? `expected one of: ${Object.values(forms).flat().join(', ')}`,
    );
  if (!forms[kind].some((form) => splitAtom(form)[1].length === parameters.length))
    return scope.report('invalid-formula', `expected ${forms[kind].join(' or ')}, found '${text}'`);
  const [first = '', second, third] = parameters;
  switch (kind) {
    case 'in-transition':
    case 'patched':
    case 'unpatched':
    case 'unloaded':
      return { kind };
    case 'inside-old':
    case 'inside-new':
      return parseInside(kind, first, second, scope);
    case 'inside': {
      const inside = parseInside('inside-new', first, second, scope);
      const versions = scope.names.functions.flatMap((each) =>
        each.kind === 'patched' && each.name === second ? [...each.versions.keys()] : [],
      );
      if (!inside || second === undefined) return undefined;
      const version = find('version', third ?? '', versions, scope);
      return version === undefined ? undefined : { kind, task: inside.task, function: second, version };
    }
    case 'holds':
    case 'waits-for': {
      const task = findTask(first, scope)?.process;
      // Who has a semaphore is not known.
      const { locks, semaphores } = scope.names;
      const lock = find('lock', second ?? '', kind === 'holds' ? locks : [...locks, ...semaphores], scope);
      return task !== undefined && lock !== undefined ? { kind, task, lock } : undefined;
    }
    case 'pending': {
      const event = find('event', first, scope.names.events, scope);
      return event === undefined ? undefined : { kind, event };
    }
    case 'is':
      return parseIs(first, second ?? '', third, scope);
    default:
      return parseTaskAtom(kind, first, scope);
  }
}

/** The name of an atom, and its arguments. */
function splitAtom(text: string): readonly [name: string, parameters: readonly string[]] {
  const [name = '', inner = ''] = text.replace(/\)$/, '').split('(');
  return [name, inner.trim() === '' ? [] : inner.split(',').map((each) => each.trim())];
}

function parseTaskAtom(kind: TaskAtom, name: string, scope: AtomScope): Atom | undefined {
  const found = findTask(name, scope);
  if (!found) return undefined;
  const { declaration } = found;
  if (kind === 'in-user-space' && !hasUserSpace(declaration))
    return scope.report(
      'invalid-formula',
      `'${name}' is ${declaration.kind === 'kthread' ? 'a kernel thread' : `of kind ${declaration.kind}`}, which has no user space`,
    );
  return { kind, task: found.process };
}

function parseInside(
  kind: 'inside-old' | 'inside-new',
  taskName: string,
  functionName: string | undefined,
  scope: AtomScope,
): (Atom & { readonly kind: 'inside-old' | 'inside-new' }) | undefined {
  const task = findTask(taskName, scope)?.process;
  if (functionName === undefined) return task === undefined ? undefined : { kind, task };
  const { functions } = scope.names;
  const known = functions.map(({ name }) => name);
  const patched = functions.filter((each) => each.kind === 'patched').map(({ name }) => name);
  if (find('function', functionName, known, scope) === undefined) return undefined;
  if (!patched.includes(functionName))
    return scope.report(
      'invalid-formula',
      `the function '${functionName}' is not patched`,
      `patched: ${listNames(patched, 'none')}`,
    );
  return task === undefined ? undefined : { kind, task, function: functionName };
}

function parseIs(
  name: string,
  valueText: string,
  taskName: string | undefined,
  scope: AtomScope,
): Atom | undefined {
  const { data, tasks } = scope.names;
  const known = data.map((each) => each.name);
  const declaration = data.find((each) => each.name === name);
  if (!declaration) return scope.report(...unknownName('data', name, known));
  // To a range, no text at all would be 0.
  const value = valueText === '' ? undefined : parseValue(declaration, valueText);
  if (value === undefined) {
    const { values } = declaration;
    return scope.report(
      'unknown-value',
      `'${valueText}' is not a value of '${name}', which is ${printValues(declaration)}`,
      values.kind === 'names' ? didYouMean(valueText, values.names) : undefined,
    );
  }
  if (!declaration.perTask)
    return taskName === undefined
      ? { kind: 'is', data: name, value }
      : scope.report(
          'invalid-formula',
          `'${name}' is shared by all tasks, so no task is named`,
          `is(${name}, ${valueText})`,
        );
  if (taskName === undefined)
    return scope.report(
      'invalid-formula',
      `each task has a '${name}' of its own, so one is to be named`,
      `is(${name}, ${valueText}, ${tasks.flatMap(processNamesOf)[0] ?? 't'})`,
    );
  const task = findTask(taskName, scope)?.process;
  return task === undefined ? undefined : { kind: 'is', data: name, value, task };
}

/** The one process that a name means, with its declaration. */
function findTask(
  name: string,
  { names: { tasks }, report }: AtomScope,
): { readonly process: string; readonly declaration: TaskDeclaration } | undefined {
  const declaration = tasks.find((each) => processNamesOf(each).includes(name));
  if (declaration) return { process: name, declaration };
  const several = tasks.find((each) => each.name === name);
  if (several)
    return report(
      'invalid-formula',
      `'${name}' is more than one task`,
      `there are ${several.count} of them: ${listNames(processNamesOf(several), '')}`,
    );
  return report(...unknownName('task', name, tasks.flatMap(processNamesOf)));
}

function find(
  what: string,
  name: string,
  known: readonly string[],
  { report }: AtomScope,
): string | undefined {
  return known.includes(name) ? name : report(...unknownName(what, name, known));
}
