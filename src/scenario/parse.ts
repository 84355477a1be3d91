import { findRecursion, findSafePoints } from './call-graph.js';
import type { Diagnostic, Result } from './diagnostic.js';
import { type DocumentScope, type LocatedDocument, parseDocumentOf } from './document.js';
import type { ErrorCode } from './error-code.js';
import type { NameTable } from './lookup.js';
import { rejectStatementsOfTasks } from './misplaced-statements.js';
import { dataPaths, lockPaths } from './object-paths.js';
import { parseAssumptions } from './parse-assumptions.js';
import { parseData } from './parse-data.js';
import { parseExpectations } from './parse-expectations.js';
import { parseFormulas } from './parse-formulas.js';
import { parseFunctions, parseSyscalls, parseWork } from './parse-functions.js';
import { parseLifecycle } from './parse-lifecycle.js';
import { locksOf } from './parse-locks.js';
import { parseModules } from './parse-modules.js';
import { parseObjects } from './parse-objects.js';
import { parseCallbacks, parsePatch, rejectMisplacedStatements } from './parse-patch.js';
import { earliestOf, namesIn, parametersOf, parseSignatures } from './parse-signature.js';
import { parseTasks } from './parse-tasks.js';
import {
  rejectRepeatedNames,
  rejectRepeatedParameters,
  rejectRepeatedProcesses,
  rejectTooManyProcesses,
} from './repeated-names.js';
import type { Scenario } from './scenario.js';
import type { ScenarioDocument } from './schema.js';
import type { TaskDocument } from './task-schema.js';

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

function namesOfKind(tasks: ScenarioDocument['tasks'], kind: TaskDocument['kind']): readonly string[] {
  return Object.entries(tasks).flatMap(([name, task]) => (task.kind === kind ? [name] : []));
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
    const {
      scenario: name,
      summary = '',
      source,
      events = [],
      completions = [],
      functions,
      tasks,
    } = this.value;
    rejectRepeatedNames(this);
    const objects = parseObjects(this);
    const declaredData = parseData(this);
    const shared = [...declaredData, ...dataPaths(declaredData, objects)];
    const signatures = parseSignatures(this, objects);
    rejectRepeatedParameters(this, signatures);
    const data = [...shared, ...[...signatures.values()].flatMap(namesIn)];
    const ownLocks = locksOf(this.value);
    const locks = [...ownLocks, ...lockPaths(data, objects)];
    const names: NameTable = {
      functions: Object.keys(functions),
      locks,
      completions,
      events,
      tasks: [...namesOfKind(tasks, 'user'), ...namesOfKind(tasks, 'kthread')],
      timers: namesOfKind(tasks, 'timer'),
      work: Object.keys(this.value.work ?? {}),
      modules: Object.keys(this.value.modules ?? {}),
      data: shared,
      signatures: new Map([...signatures].map(([each, its]) => [each, earliestOf(its)] as const)),
      returns: undefined,
      labels: [],
      document: this.document,
      report: this.report,
      reportWithin: this.reportWithin,
    };
    const declared = parseFunctions(this, names, signatures);
    const lifecycle = parseLifecycle(this, declared);
    const syscalls = parseSyscalls(this, names);
    const callbacks = parseCallbacks(this, names);
    const work = parseWork(this, names);
    const parsedTasks = parseTasks(this, names);
    if (parsedTasks.length === 0)
      this.report(['tasks'], 'nothing-to-check', 'nobody runs: expected at least one task');
    rejectTooManyProcesses(this, parsedTasks);
    rejectRepeatedProcesses(this, parsedTasks);
    rejectStatementsOfTasks(this, parsedTasks, declared);
    for (const { path, code, message, hint } of [
      ...findRecursion(declared),
      ...findSafePoints(syscalls, callbacks, declared),
    ])
      this.report(path, code, message, hint, 'key');
    rejectMisplacedStatements(this, { functions: declared, syscalls, tasks: parsedTasks, work, callbacks });
    const result: Scenario = {
      name,
      summary: summary.trim(),
      ...(source !== undefined && { source: source.trim() }),
      file: this.file,
      locks,
      data,
      objects,
      events,
      completions,
      functions: declared,
      modules: parseModules(this),
      syscalls,
      work,
      tasks: parsedTasks,
      patch: parsePatch(this, declared, callbacks, lifecycle),
      ...(lifecycle && { lifecycle }),
      formulas: parseFormulas(this, {
        tasks: parsedTasks,
        functions: declared,
        locks: ownLocks.flatMap((each) => (each.kind === 'semaphore' ? [] : [each.name])),
        semaphores: ownLocks.flatMap((each) => (each.kind === 'semaphore' ? [each.name] : [])),
        events: [...events, ...completions],
        data: [...declaredData, ...[...signatures.values()].flatMap(parametersOf)],
      }),
      fairness: parseAssumptions(this, { tasks: parsedTasks, syscalls, functions: declared, work }),
      expectations: parseExpectations(this),
    };
    return this.diagnostics.length === 0
      ? { ok: true, value: result }
      : { ok: false, diagnostics: this.diagnostics };
  }

  readonly report: DocumentScope['report'] = (path, code, message, hint, what) => {
    this.diagnostics.push(this.document.diagnose(path, code, message, hint, what));
  };

  readonly reportAt: DocumentScope['reportAt'] = (position, code, message, hint) => {
    this.diagnostics.push(this.document.diagnoseAt(position, code, message, hint));
  };

  readonly reportWithin: DocumentScope['reportWithin'] = (path, text, { index, code, message, hint }) => {
    this.reportAt(
      this.document.locateWithin(path, text, index) ?? this.document.locate(path),
      code,
      message,
      hint,
    );
  };
}
