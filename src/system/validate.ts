import { isConstrained } from './fairness.js';
import { actionName, type Edge, type ProgramGraph } from './graph.js';
import { nobody, printSort } from './sort.js';
import type { System } from './system.js';
import { checkAssignment, contains, expectType, type Scope } from './type-check.js';
import type { Assignment } from './variable.js';

/** What is wrong with a system, one sentence each, which says where; empty when it is well-formed. */
export function findProblems(system: System): readonly string[] {
  return [
    ...new Set([
      ...problemsOfNames(system),
      ...problemsOfVariables(system),
      ...problemsOfGraphs(system),
      ...problemsOfFairness(system),
    ]),
  ];
}

function problemsOfNames({ templates, variables, processes }: System): readonly string[] {
  return [
    ...repeated(variables.map(({ name }) => name)).map((name) => `variable '${name}' is declared twice`),
    ...repeated(processes.map(({ name }) => name)).map((name) => `two processes are called '${name}'`),
    ...processes.filter(({ name }) => name === nobody).map(() => `no process can be called '${nobody}'`),
    ...templates
      .filter(({ count }) => !Number.isInteger(count) || count < 1)
      .map(({ name, count }) => `process '${name}': its count is ${count}, expected a whole number from 1`),
  ];
}

function problemsOfVariables(system: System): readonly string[] {
  return system.variables.flatMap((variable) => {
    const problems: string[] = [];
    const { sort, initial, name } = variable;
    if (
      sort.kind === 'range' &&
      !(Number.isInteger(sort.low) && Number.isInteger(sort.high) && sort.low <= sort.high)
    )
      problems.push(`variable '${name}': ${printSort(sort)} is not a range of integers`);
    if (sort.kind === 'enumeration' && (sort.values.length === 0 || repeated(sort.values).length > 0))
      problems.push(`variable '${name}': ${printSort(sort)} is not a set of one or more different names`);
    if (initial.length === 0) problems.push(`variable '${name}' has no initial value`);
    for (const value of initial)
      if (!contains(system, sort, value))
        problems.push(`variable '${name}': its initial value ${value} is not in ${printSort(sort)}`);
    return problems;
  });
}

function problemsOfGraphs(system: System): readonly string[] {
  return system.templates.flatMap(({ name, graph, roles }) => {
    const problems: string[] = [];
    problemsOfLocations(graph, (problem) => problems.push(`process '${name}': ${problem}`));
    graph.edges.forEach((edge) => {
      const where = `process '${name}', step '${actionName(edge.action)}' at '${edge.from}'`;
      checkEdge(edge, {
        system,
        selfRoles: roles,
        bound: new Map(edge.choice ? [[edge.choice.binder, edge.choice.role]] : []),
        report: (problem) => problems.push(`${where}: ${problem}`),
      });
    });
    return problems;
  });
}

/** A constraint on steps that no process takes says nothing, and looks as if it did. */
function problemsOfFairness({ templates, fairness }: System): readonly string[] {
  const byName = new Map(
    templates.map(({ name, graph: { edges } }) => {
      return [name, { edges, tags: new Set(edges.flatMap(({ action }) => action.tags)) }] as const;
    }),
  );
  return fairness.flatMap((constraint) => {
    const template = byName.get(constraint.template);
    if (!template) return [`fairness: there is no process '${constraint.template}'`];
    const { steps } = constraint;
    const isThere =
      steps !== undefined && 'withTag' in steps
        ? template.tags.has(steps.withTag)
        : template.edges.some((edge) => isConstrained(constraint, edge));
    if (isThere) return [];
    const which =
      steps === undefined
        ? ''
        : 'withTag' in steps
          ? ` with the tag '${steps.withTag}'`
          : ` without the tag '${steps.withoutTag}'`;
    return [`fairness: process '${constraint.template}' has no step${which}`];
  });
}

function problemsOfLocations(graph: ProgramGraph, report: (problem: string) => void): void {
  const names = new Set(graph.locations.map(({ name }) => name));
  for (const name of repeated(graph.locations.map((each) => each.name)))
    report(`location '${name}' is there twice`);
  if (!names.has(graph.initial)) report(`its initial location '${graph.initial}' does not exist`);
  for (const { from, to, action } of graph.edges)
    for (const end of [from, to])
      if (!names.has(end))
        report(`step '${actionName(action)}' names a location '${end}' that does not exist`);
}

function checkEdge(edge: Edge, scope: Scope): void {
  expectType('boolean', edge.guard, scope, 'its guard');
  for (const { property, condition } of edge.assertions)
    expectType('boolean', condition, scope, `its assertion for ${property}`);
  for (const assignment of edge.assignments) checkAssignment(assignment, scope);
  for (const name of repeated(edge.assignments.map(targetKey)))
    scope.report(`it assigns '${name}' twice, in one step`);
}

/** Assignments to the same variable of two processes are told apart only where both are named. */
function targetKey({ name, of, forEach }: Assignment): string {
  if (of === undefined || forEach !== undefined) return name;
  return `${name}[${of.kind === 'self' ? 'self' : of.kind === 'bound' ? of.binder : of.name}]`;
}

function repeated(names: readonly string[]): readonly string[] {
  const once = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) (once.has(name) ? twice : once).add(name);
  return [...twice];
}
