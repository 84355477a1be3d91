import { findRecursion, findSafePointsOfUserTasks } from './call-graph.js';
import type { Diagnostic, Result, TextProblem } from './diagnostic.js';
import { type DocumentScope, type LocatedDocument, parseDocumentOf } from './document.js';
import type { ErrorCode } from './error-code.js';
import type { Path } from './locator.js';
import { type NameTable, named } from './lookup.js';
import { parseData } from './parse-data.js';
import { parseExpectations } from './parse-expectations.js';
import { type ProcessNames, parseAssumption } from './parse-fairness.js';
import { type AtomNames, atColumn, parseFormulaText } from './parse-formula.js';
import { locksOf } from './parse-locks.js';
import { parseBody } from './parse-statement.js';
import { patchOrder } from './patch-order.js';
import { rejectRepeatedNames, rejectRepeatedProcesses, rejectTooManyProcesses } from './repeated-names.js';
import type {
  FairnessAssumption,
  FormulaDeclaration,
  FunctionDeclaration,
  Scenario,
  TaskDeclaration,
} from './scenario.js';
import type { ScenarioDocument, TaskDocument } from './schema.js';

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
  const position = { line: 1, column: 1 };
  const diagnoseAt = (_: unknown, code: ErrorCode, message: string, hint?: string) => ({
    file,
    code,
    message,
    ...(hint && { hint }),
  });
  return new Parser(
    { value, locate: () => position, locateWithin: () => position, diagnose: diagnoseAt, diagnoseAt },
    file,
  ).parse();
}

function byPlace(one: Diagnostic, other: Diagnostic): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}

class Parser implements DocumentScope {
  private readonly diagnostics: Diagnostic[] = [];
  readonly value: ScenarioDocument;

  constructor(
    readonly document: LocatedDocument,
    private readonly file: string,
  ) {
    this.value = document.value;
  }

  parse(): Result<Scenario> {
    const { scenario: name, summary = '', source, events = [], functions, tasks } = this.value;
    rejectRepeatedNames(this);
    const data = parseData(this);
    const declaredLocks = locksOf(this.value);
    const locks = declaredLocks.map((lock) => lock.name);
    const names: NameTable = {
      functions: Object.keys(functions),
      locks,
      events,
      tasks: Object.entries(tasks).flatMap(([task, { kind }]) =>
        kind === 'user' || kind === 'kthread' ? [task] : [],
      ),
      data,
      document: this.document,
      report: this.report,
      reportWithin: this.reportWithin,
    };
    const declared = this.parseFunctions(names);
    const syscalls = Object.entries(this.value.syscalls ?? {}).map(([syscall, body]) => ({
      name: syscall,
      body: parseBody(body, ['syscalls', syscall], names),
    }));
    const parsedTasks = Object.entries(tasks).map(([task, each]) => this.parseTask(task, each, names));
    if (parsedTasks.length === 0)
      this.report(['tasks'], 'nothing-to-check', 'nobody runs: expected at least one task');
    rejectTooManyProcesses(this, parsedTasks);
    rejectRepeatedProcesses(this, parsedTasks);
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
      locks: declaredLocks,
      data,
      events,
      functions: declared,
      syscalls,
      tasks: parsedTasks,
      patch: {
        functions: patchOrder(this, declared),
        earlier: this.value.patch?.earlier,
        removed: this.value.patch?.removed ?? false,
        reversed: this.value.patch?.reversed ?? false,
      },
      formulas: this.parseFormulas({ tasks: parsedTasks, functions: declared, locks, events, data }),
      fairness: this.parseFairness({ tasks: parsedTasks, syscalls, functions: declared }),
      expectations: parseExpectations(this),
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

  private readonly reportWithin: NameTable['reportWithin'] = (path, text, { index, code, message, hint }) => {
    const position = this.document.locateWithin(path, text, index) ?? this.document.locate(path);
    this.diagnostics.push(this.document.diagnoseAt(position, code, message, hint));
  };

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
    const position = this.document.locateWithin(path, text, index);
    const column = atColumn(index);
    const words = position || message.startsWith(column) ? message : `${column}: ${message}`;
    this.diagnostics.push(
      this.document.diagnoseAt(position ?? this.document.locate(path), code, words, hint),
    );
  }

  private parseFairness(names: ProcessNames): readonly FairnessAssumption[] {
    const assumptions: FairnessAssumption[] = [];
    for (const strength of ['weak', 'strong'] as const)
      for (const [index, text] of (this.value.fairness?.[strength] ?? []).entries()) {
        const path = ['fairness', strength, index];
        const source = this.document.locate(path);
        const parsed = parseAssumption(text, names);
        if ('message' in parsed) {
          this.reportWithin(path, text, parsed);
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
}
