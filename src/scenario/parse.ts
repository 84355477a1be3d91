import { findRecursion, findSafePointsOfUserTasks } from './call-graph.js';
import type { Diagnostic, Result, TextProblem } from './diagnostic.js';
import { type LocatedDocument, parseDocumentOf } from './document.js';
import type { ErrorCode } from './error-code.js';
import { parseExpected } from './expected-value.js';
import type { Path } from './locator.js';
import { type ProcessNames, parseAssumption } from './parse-fairness.js';
import { type AtomNames, atColumn, parseFormulaText } from './parse-formula.js';
import { type NameTable, named, parseBody, parseValue, printValues } from './parse-statement.js';
import type {
  DataDeclaration,
  DataValues,
  Expectation,
  FairnessAssumption,
  FormulaDeclaration,
  FunctionDeclaration,
  Scenario,
  TaskDeclaration,
} from './scenario.js';
import { maximumRange, type ScenarioDocument, type TaskDocument } from './schema.js';

/** What processes of the composed system are called, that no task of a scenario may be. */
const reservedTaskNames = ['patcher', 'nobody'];
/** Some models replace them one by one, and so have at least as many steps. */
const maximumPatched = 500;
/** Each declaration may have 64. */
const maximumTasks = 512;
/** Stands, in `expect`, for the properties that it does not name. */
const others = 'others';

/**
 * Reads a scenario.
 *
 * @param text the YAML document
 * @param file what to call it in messages
 * @returns the scenario, or everything that is wrong with it
 */
export function parseScenario(text: string, file: string): Result<Scenario> {
  const document = parseDocumentOf(text, file);
  const result = document.ok ? new Parser(document.value, file).parse() : document;
  return result.ok ? result : { ok: false, diagnostics: [...result.diagnostics].sort(byPlace) };
}

/**
 * Looks up the names in a document that has the shape of a scenario, and was not read from a text: everything stands at
 * line 1, column 1.
 *
 * @param file what to call it in messages
 */
export function resolveDocument(value: ScenarioDocument, file: string): Result<Scenario> {
  const place = { line: 1, column: 1 };
  const diagnoseAt = (_: unknown, code: ErrorCode, message: string, hint?: string) => ({
    file,
    code,
    message,
    ...(hint && { hint }),
  });
  return new Parser(
    { value, locate: () => place, locateWithin: () => place, diagnose: diagnoseAt, diagnoseAt },
    file,
  ).parse();
}

function byPlace(one: Diagnostic, other: Diagnostic): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}

class Parser {
  private readonly diagnostics: Diagnostic[] = [];
  private readonly value: ScenarioDocument;

  constructor(
    private readonly document: LocatedDocument,
    private readonly file: string,
  ) {
    this.value = document.value;
  }

  parse(): Result<Scenario> {
    const { scenario: name, summary = '', source, locks = [], events = [], functions, tasks } = this.value;
    this.rejectRepeatedNames();
    const data = this.parseData();
    const names: NameTable = {
      functions: Object.keys(functions),
      locks,
      events,
      data,
      document: this.document,
      report: this.report,
    };
    const declared = this.parseFunctions(names);
    const syscalls = Object.entries(this.value.syscalls ?? {}).map(([syscall, body]) => ({
      name: syscall,
      body: parseBody(body, ['syscalls', syscall], names),
    }));
    const parsedTasks = Object.entries(tasks).map(([task, each]) => this.parseTask(task, each, names));
    if (parsedTasks.length === 0)
      this.report(['tasks'], 'nothing-to-check', 'nobody runs: expected at least one task');
    this.rejectTooManyProcesses(parsedTasks);
    this.rejectRepeatedProcesses(parsedTasks);
    for (const { path, code, message, hint } of [
      ...findRecursion(declared),
      ...findSafePointsOfUserTasks(syscalls, declared),
    ])
      this.report(path, code, message, hint, 'key');
    const result: Scenario = {
      name,
      summary: summary.trim(),
      ...(source !== undefined && { source: source.trim() }),
      file: this.file,
      locks,
      data,
      events,
      functions: declared,
      syscalls,
      tasks: parsedTasks,
      patch: {
        functions: this.patchOrder(declared),
        removed: this.value.patch?.removed ?? false,
        reversed: this.value.patch?.reversed ?? false,
      },
      formulas: this.parseFormulas({ tasks: parsedTasks, functions: declared, locks, events, data }),
      fairness: this.parseFairness({ tasks: parsedTasks, syscalls, functions: declared }),
      expectations: this.parseExpectations(),
    };
    return this.diagnostics.length === 0
      ? { ok: true, value: result }
      : { ok: false, diagnostics: this.diagnostics };
  }

  readonly report = (
    path: Path,
    code: ErrorCode,
    message: string,
    hint?: string,
    what?: 'key' | 'value',
  ): void => {
    this.diagnostics.push(this.document.diagnose(path, code, message, hint, what));
  };

  /** Locks, data and events stand beside each other in statements and traces, so they share one name space. */
  private rejectRepeatedNames(): void {
    const { locks = [], events = [], data = {} } = this.value;
    const places: readonly (readonly [string, Path, 'key' | 'value'])[] = [
      ...locks.map((name, index) => [name, ['locks', index], 'value'] as const),
      ...Object.keys(data).map((name) => [name, ['data', name], 'key'] as const),
      ...events.map((name, index) => [name, ['events', index], 'value'] as const),
    ];
    const first = new Map<string, Path>();
    for (const [name, path, what] of places) {
      const earlier = first.get(name);
      if (earlier)
        this.report(
          path,
          'duplicate-name',
          `the name '${name}' is used twice`,
          `first at line ${this.document.locate(earlier, 'key').line}`,
          what,
        );
      else first.set(name, path);
    }
    for (const name of Object.keys(this.value.tasks))
      if (reservedTaskNames.includes(name))
        this.report(['tasks', name], 'reserved-name', `no task can be called '${name}'`, undefined, 'key');
  }

  private rejectTooManyProcesses(tasks: readonly TaskDeclaration[]): void {
    let processes = 0;
    const excess = tasks.find(({ count }) => {
      processes += count;
      return processes > maximumTasks;
    });
    if (excess)
      this.report(
        ['tasks', excess.name],
        'too-large',
        `with '${excess.name}' there are more than ${maximumTasks} tasks: no search would come to its end`,
        undefined,
        'key',
      );
  }

  /** The tasks of one declaration are numbered; no other task can have one of those names. */
  private rejectRepeatedProcesses(tasks: readonly TaskDeclaration[]): void {
    const several = tasks.filter(({ count }) => count > 1);
    for (const { name } of tasks) {
      const numbered = several.find(({ name: other, count }) => {
        const number = name.startsWith(`${other}.`) ? Number(name.slice(other.length + 1)) : 0;
        return Number.isInteger(number) && number >= 1 && number <= count;
      });
      if (numbered)
        this.report(
          ['tasks', name],
          'reserved-name',
          `no task can be called '${name}': that is one of the ${numbered.count} tasks '${numbered.name}'`,
          undefined,
          'key',
        );
    }
  }

  private parseData(): readonly DataDeclaration[] {
    return Object.entries(this.value.data ?? {}).flatMap(([name, declaration]) => {
      const path = ['data', name];
      const plain = typeof declaration === 'string' || Array.isArray(declaration);
      const { values: written, initial, per } = plain ? { values: declaration } : declaration;
      const values = this.parseValues(written, plain ? path : [...path, 'values']);
      if (values === undefined) return [];
      const first = values.kind === 'range' ? values.low : (values.names[0] as string);
      const start = initial === undefined ? first : parseValue({ values }, String(initial));
      if (start === undefined) {
        this.report(
          [...path, 'initial'],
          'unknown-value',
          `'${initial}' is not a value of '${name}', which is ${printValues({ values })}`,
        );
        return [];
      }
      return [{ name, values, initial: start, perTask: per === 'task' }];
    });
  }

  private parseValues(
    written: string | readonly (string | number | boolean)[],
    path: Path,
  ): DataValues | undefined {
    if (typeof written !== 'string') {
      const names = written.map(String);
      const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
      if (repeated < 0) return { kind: 'names', names };
      this.report([...path, repeated], 'duplicate-name', `the value '${names[repeated]}' is there twice`);
      return undefined;
    }
    const [low = 0, high = 0] = written.split(/(?<=\d)\.\./).map(Number);
    const areExact = Number.isSafeInteger(low) && Number.isSafeInteger(high);
    if (areExact && low <= high && high - low < maximumRange) return { kind: 'range', low, high };
    this.report(
      path,
      'invalid-range',
      !areExact
        ? `the range ${written} has numbers that are too large`
        : low > high
          ? `the range ${written} is empty`
          : `the range ${written} has more than ${maximumRange} values`,
    );
    return undefined;
  }

  private parseFunctions(names: NameTable): readonly FunctionDeclaration[] {
    return Object.entries(this.value.functions).map(([name, declaration]) => {
      const path = ['functions', name];
      if (Array.isArray(declaration))
        return { kind: 'unpatched', name, body: parseBody(declaration, path, names) };
      return {
        kind: 'patched',
        name,
        old: parseBody(declaration.old, [...path, 'old'], names),
        new: parseBody(declaration.new, [...path, 'new'], names),
        ...(declaration.signature && { signature: declaration.signature }),
      };
    });
  }

  private parseTask(name: string, task: TaskDocument, names: NameTable): TaskDeclaration {
    const path = ['tasks', name];
    const common = { name, count: task.count ?? 1, source: this.document.locate(path, 'key') };
    switch (task.kind) {
      case 'user': {
        const syscalls = Object.keys(this.value.syscalls ?? {});
        task.runs.forEach((syscall, index) => {
          named('system call', syscall, syscalls, [...path, 'runs', index], this);
        });
        return { ...common, kind: 'user', runs: task.runs, repeat: task.repeat ?? 'forever' };
      }
      case 'kthread':
        if (task.runs.length === 0)
          this.report([...path, 'runs'], 'nothing-to-check', 'a kernel thread that does nothing');
        return { ...common, kind: 'kthread', body: parseBody(task.runs, [...path, 'runs'], names) };
      case 'cpu-hog':
        return { ...common, kind: 'cpu-hog', timer: task.timer ?? false };
      case 'signaller': {
        const userTasks = Object.entries(this.value.tasks)
          .filter(([other, { kind }]) => kind !== 'kthread' && other !== name)
          .map(([other]) => other);
        (task.signals ?? []).forEach((other, index) => {
          named('user task', other, userTasks, [...path, 'signals', index], this);
        });
        return { ...common, kind: 'signaller', signals: task.signals ?? userTasks };
      }
    }
  }

  private patchOrder(functions: readonly FunctionDeclaration[]): readonly string[] {
    const patched = functions.filter(({ kind }) => kind === 'patched').map(({ name }) => name);
    if (patched.length === 0)
      this.report(
        ['functions'],
        'nothing-to-check',
        'nothing is patched: expected a function with an old and a new body',
        undefined,
        'key',
      );
    const excess = patched[maximumPatched];
    if (excess !== undefined)
      this.report(
        ['functions', excess],
        'too-large',
        `with '${excess}' more than ${maximumPatched} functions are patched: expected at most as many`,
        undefined,
        'key',
      );
    const order = this.value.patch?.order;
    if (order === undefined) return patched;
    order.forEach((name, index) => {
      if (
        named('patched function', name, patched, ['patch', 'order', index], this) &&
        order.indexOf(name) !== index
      )
        this.report(['patch', 'order', index], 'duplicate-name', `'${name}' is listed twice`);
    });
    const missing = patched.filter((name) => !order.includes(name));
    if (missing.length > 0 && order.every((name) => patched.includes(name)))
      this.report(['patch', 'order'], 'incomplete-order', `the order leaves out: ${missing.join(', ')}`);
    return order;
  }

  private parseFormulas(names: AtomNames): readonly FormulaDeclaration[] {
    return Object.entries(this.value.properties ?? {}).flatMap(([name, text]) => {
      const path = ['properties', name];
      if (name === others)
        this.report(
          path,
          'reserved-name',
          `no property can be called '${name}'`,
          "to 'expect', that is every property that it does not name",
          'key',
        );
      const parsed = parseFormulaText(text, names);
      if ('problems' in parsed) {
        for (const problem of parsed.problems) this.reportInFormula(path, text, problem);
        return [];
      }
      // No atom has a line break in it, so each is still found in the text.
      const onOneLine = text.trim().replaceAll(/\s*\n\s*/g, ' ');
      return [{ name, text: onOneLine, ...parsed, source: this.document.locate(path, 'key') }];
    });
  }

  private reportInFormula(path: Path, text: string, { index, code, message, hint }: TextProblem): void {
    const place = this.document.locateWithin(path, text, index);
    const column = atColumn(index);
    const words = place || message.startsWith(column) ? message : `${column}: ${message}`;
    this.diagnostics.push(this.document.diagnoseAt(place ?? this.document.locate(path), code, words, hint));
  }

  private parseFairness(names: ProcessNames): readonly FairnessAssumption[] {
    const assumptions: FairnessAssumption[] = [];
    for (const strength of ['weak', 'strong'] as const)
      for (const [index, text] of (this.value.fairness?.[strength] ?? []).entries()) {
        const path = ['fairness', strength, index];
        const source = this.document.locate(path);
        const parsed = parseAssumption(text, names);
        if ('message' in parsed) {
          const place = this.document.locateWithin(path, text, parsed.index) ?? source;
          this.diagnostics.push(this.document.diagnoseAt(place, parsed.code, parsed.message, parsed.hint));
          continue;
        }
        const earlier = assumptions.find(
          (each) =>
            each.strength === strength && each.process === parsed.process && each.steps === parsed.steps,
        );
        if (earlier)
          this.report(
            path,
            'invalid-fairness',
            `'${text}' is assumed twice`,
            `first at line ${earlier.source.line}`,
          );
        else assumptions.push({ strength, ...parsed, source });
      }
    return assumptions;
  }

  private parseExpectations(): readonly Expectation[] {
    return Object.entries(this.value.expect ?? {}).flatMap(([model, verdicts]) => {
      if (Object.keys(verdicts).length === 0)
        this.report(
          ['expect', model],
          'nothing-to-check',
          `nothing is expected of '${model}'`,
          undefined,
          'key',
        );
      return Object.entries(verdicts).flatMap(([property, written]) => {
        const path = ['expect', model, property];
        const expected = parseExpected(written);
        if ('verdict' in expected)
          return [{ model, property, ...expected, source: this.document.locate(path, 'key') }];
        this.report(path, 'invalid-range', expected.message);
        return [];
      });
    });
  }
}
