import { type Edge, processesWithRole, type System } from '../../system/index.js';
import type { Program } from '../machine/index.js';
import { eachWord, type Layout } from '../packing/index.js';
import type { ReductionPlan } from '../reduction/index.js';
import type { Requirements } from '../requirements/index.js';
import { generateTakeAmple } from './ample.js';
import { generateArrivals } from './arrivals.js';
import { generateCanonisation } from './canonise.js';
import { generateConditions, generateInspection } from './checks.js';
import { Generation } from './generation.js';
import { openWords } from './open-predicates.js';
import { generateSteps } from './steps.js';

/** The program for one system, and what numbers in it stand for. */
export interface GeneratedProgram {
  readonly program: Program;
  /** The edges of the system by their number: those of the first template, then those of the second, … */
  readonly edges: readonly Edge[];
  /** The properties by their number. */
  readonly properties: readonly string[];
}

/**
 * Writes the code that finds the successors of a packed state: straight-line guards and updates on local variables,
 * no object a state. The source evaluates to a function of the runtime (see `machine/machine.ts`) that gives the entry points.
 *
 * @throws SystemTooLargeError
 */
export function generate(
  system: System,
  layout: Layout,
  requirements: Requirements,
  plan: ReductionPlan,
): GeneratedProgram {
  const generation = new Generation(system, layout, requirements, plan);
  const { edges, properties } = generation;
  const tracksPermutations = requirements.deadlock !== undefined && plan.groups.length > 0;
  const program: Program = {
    source: generateSource(generation, tracksPermutations),
    words: layout.words,
    edgeCount: edges.length,
    processCount: system.processes.length,
    maximumSuccessors: maximumSuccessors(generation),
    tracksPermutations,
    locationFields: layout.locationFields,
  };
  return { program, edges, properties };
}

function generateSource(generation: Generation, tracksPermutations: boolean): string {
  const { system, layout, requirements, plan, parameters } = generation;
  const { canonise, declarations, isTwin } = generateCanonisation(
    system,
    layout,
    plan.groups,
    tracksPermutations,
  );
  const steps = system.processes.map((process, index) => generateSteps(process, index, generation));
  const calls = steps.map(({ call }) => call);
  const inspection = generateInspection(generation);
  const conditions = generateConditions(generation);
  const arrivals = generateArrivals(generation);
  const takeAmple = plan.takesAmpleAlone ? generateTakeAmple(calls, generation) : '';
  const predicates = requirements.invariants.length + requirements.goals.size;
  const open = eachWord(openWords(predicates), (word) => `open${word}`);
  return `'use strict';
const { store, pendingCount, pendingMoved, pendingPermutations, fired, violated, reached, twins } = runtime;
let { states } = store;
let openFrom = 0, openTo = Number.POSITIVE_INFINITY, ${open.map((word) => `${word} = -1`).join(', ')};
${generation.tables.declarations().join('\n')}
${declarations}
let current = -1;
${canonise === '' ? 'const { emit } = runtime;' : `function emit(${parameters}, edge, process) {\n${canonise}\nruntime.emit(${parameters}, edge, process);\n}`}
${steps.flatMap(({ functions }) => functions).join('\n')}
${arrivals.join('\n')}
${takeAmple}
function setOpen(from, to, words) {
  openFrom = from;
  openTo = to;
  ${open.map((word, number) => `${word} = words[${number}];`).join(' ')}
}
function expand(number) {
  if (number < openFrom || number >= openTo) runtime.open(number);
  current = number;
  const before = pendingCount();
  const offset = number * ${layout.words};
  ${generation.loadWords()}
  ${plan.takesAmpleAlone ? `if (takeAmple(${parameters})) return pendingCount() - before;` : ''}
  ${calls.map((call, process) => (isTwin.has(process) ? `if (!${isTwin.get(process)}) { ${call} }` : call)).join('\n  ')}
  return pendingCount() - before;
}
function inspect(number) {
  current = number;
  const offset = number * ${layout.words};
  ${generation.loadWords()}
  ${inspection.join('\n  ')}
}
function findTwins(number) {
  const offset = number * ${layout.words};
  ${generation.loadWords()}
  ${[...isTwin].map(([process, condition]) => `twins[${process}] = ${condition} ? 1 : 0;`).join('\n  ')}
}
function useStates() { states = store.states; }
const conditions = [${conditions.join(',')}];
return { expand, inspect, emit, findTwins, setOpen, conditions, useStates };
`;
}

function maximumSuccessors(generation: Generation): number {
  const { system } = generation;
  return system.processes.reduce((sum, process) => {
    const perLocation = generation
      .graphOf(process)
      .edgesFrom.map((edges) =>
        edges.reduce(
          (steps, [{ choice }]) => steps + (choice ? processesWithRole(system, choice.role).length : 1),
          0,
        ),
      );
    return sum + Math.max(...perLocation);
  }, 0);
}
