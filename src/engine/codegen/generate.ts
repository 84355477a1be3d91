import {
  type Assignment,
  type Edge,
  type Process,
  type ProcessTemplate,
  processesWithRole,
  type System,
} from '../../system/index.js';
import { type Cell, type Field, type Layout, maskOf } from '../packing/index.js';
import type { AmpleLocation, ReductionPlan } from '../reduction/index.js';
import type { Requirements } from '../requirements/index.js';
import { generateAmpleCondition, generateUnobserved, openWords } from './ample.js';
import { type Canonisation, generateCanonisation } from './canonise.js';
import {
  bindIn,
  cellOf,
  conjunction,
  type GenerationContext,
  generateCondition,
  generateInteger,
  generateName,
  negation,
} from './expression.js';
import type { Program } from './program.js';
import { eachWord } from './store-source.js';

/** The program for one system, and what numbers in it stand for. */
export interface GeneratedProgram {
  readonly program: Program;
  /** The edges of the system by their number: those of the first template, then those of the second, … */
  readonly edges: readonly Edge[];
  /** The properties by their number. */
  readonly properties: readonly string[];
}

/** V8 optimises no function of more than 60 KiB of bytecode; this many edges stay well below. */
const edgesPerFunction = 60;

/**
 * Writes the code that finds the successors of a packed state: straight-line guards and updates on local variables,
 * no object a state. The source evaluates to a function of the runtime (see `program.ts`) that gives the entry points.
 */
export function generate(
  system: System,
  layout: Layout,
  requirements: Requirements,
  plan: ReductionPlan,
): GeneratedProgram {
  return new Generator(system, layout, requirements, plan).generate();
}

class Generator {
  private readonly tables: string[] = [];
  private readonly functions: string[] = [];
  private readonly edges: readonly Edge[];
  private readonly properties: readonly string[];
  private readonly parameters: string;
  private readonly canonisation: Canonisation;
  private readonly numbered: ReadonlyMap<ProcessTemplate, NumberedGraph>;
  private readonly stateContext: GenerationContext;

  constructor(
    private readonly system: System,
    private readonly layout: Layout,
    private readonly requirements: Requirements,
    private readonly plan: ReductionPlan,
  ) {
    this.canonisation = generateCanonisation(system, layout, plan.groups, this.tracksPermutations);
    this.edges = system.templates.flatMap(({ graph }) => graph.edges);
    this.numbered = numberGraphs(system);
    this.stateContext = { system, layout, bound: new Map(), table: (bytes) => this.addTable(bytes) };
    this.properties = [
      ...new Set([
        ...requirements.invariants.map(({ property }) => property),
        ...this.edges.flatMap(({ assertions }) => assertions.map(({ property }) => property)),
        ...(requirements.deadlock?.properties ?? []),
      ]),
    ];
    this.parameters = this.eachWord((word) => `w${word}`).join(', ');
  }

  private get tracksPermutations(): boolean {
    return this.requirements.deadlock !== undefined && this.plan.groups.length > 0;
  }

  generate(): GeneratedProgram {
    const calls = this.system.processes.map((process, index) => this.generateProcess(process, index));
    const checks = [...this.generateInvariants(), ...this.generateGoals()];
    const conditions = this.generateConditions();
    const { canonise, declarations, isTwin } = this.canonisation;
    const open = eachWord(openWords(this.observerCount), (word) => `open${word}`);
    const arrivals = this.generateArrivals();
    const ample = this.plan.takesAmpleAlone ? this.generateAmple(calls) : '';
    const source = `'use strict';
const { store, pendingCount, pendingMoved, pendingPermutations, fired, violated, reached, twins } = runtime;
let { states } = store;
let openFrom = 0, openTo = Number.POSITIVE_INFINITY, ${open.map((word) => `${word} = -1`).join(', ')};
${this.tables.join('\n')}
${declarations}
let current = -1;
${canonise === '' ? 'const { emit } = runtime;' : `function emit(${this.parameters}, edge, process) {\n${canonise}\nruntime.emit(${this.parameters}, edge, process);\n}`}
${this.functions.join('\n')}
${arrivals.join('\n')}
${ample}
function setOpen(from, to, words) {
  openFrom = from;
  openTo = to;
  ${open.map((word, number) => `${word} = words[${number}];`).join(' ')}
}
function expand(number) {
  if (number < openFrom || number >= openTo) runtime.open(number);
  current = number;
  const before = pendingCount();
  const offset = number * ${this.layout.words};
  ${this.loadWords()}
  ${this.plan.takesAmpleAlone ? `if (takeAmple(${this.parameters})) return pendingCount() - before;` : ''}
  ${calls.map((call, process) => (isTwin.has(process) ? `if (!${isTwin.get(process)}) { ${call} }` : call)).join('\n  ')}
  return pendingCount() - before;
}
function inspect(number) {
  current = number;
  const offset = number * ${this.layout.words};
  ${this.loadWords()}
  ${checks.join('\n  ')}
}
function findTwins(number) {
  const offset = number * ${this.layout.words};
  ${this.loadWords()}
  ${[...isTwin].map(([process, condition]) => `twins[${process}] = ${condition} ? 1 : 0;`).join('\n  ')}
}
function useStates() { states = store.states; }
const conditions = [${conditions.join(',')}];
return { expand, inspect, emit, findTwins, setOpen, conditions, useStates };
`;
    const program: Program = {
      source,
      words: this.layout.words,
      edgeCount: this.edges.length,
      processCount: this.system.processes.length,
      maximumSuccessors: this.maximumSuccessors(),
      tracksPermutations: this.tracksPermutations,
      locationFields: this.layout.locationFields,
    };
    return { program, edges: this.edges, properties: this.properties };
  }

  /** The invariants, then the goals. */
  private get observerCount(): number {
    return this.requirements.invariants.length + this.requirements.goals.size;
  }

  private eachWord<T>(build: (word: number) => T): readonly T[] {
    return eachWord(this.layout.words, build);
  }

  private loadWords(): string {
    return `const ${this.eachWord((word) => `w${word} = states[offset + ${word}]`).join(', ')};`;
  }

  /** Writes the functions for the steps of one process, split by location, and gives the code that calls them. */
  private generateProcess(process: Process, index: number): string {
    const cases = this.graphOf(process).edgesFrom.map((edges, location) => ({
      location,
      steps: edges.flatMap(([edge, number]) => this.generateEdge(edge, number, process, index)),
    }));
    const parts: (typeof cases)[] = [[]];
    let edgesInPart = 0;
    for (const each of cases) {
      if (edgesInPart > 0 && edgesInPart + each.steps.length > edgesPerFunction) {
        parts.push([]);
        edgesInPart = 0;
      }
      parts.at(-1)?.push(each);
      edgesInPart += each.steps.length;
    }
    const location = this.readField(this.layout.locationFields[index] as Field);
    const names = parts.map((part, partIndex) => {
      const name = `steps${index}_${partIndex}`;
      const body = part
        .filter(({ steps }) => steps.length > 0)
        .map((each) => `case ${each.location}:\n${each.steps.join('\n')}\nbreak;`);
      this.functions.push(
        `function ${name}(${this.parameters}) {\nswitch (${location}) {\n${body.join('\n')}\n}\n}`,
      );
      return name;
    });
    return parts.length === 1
      ? `${names[0]}(${this.parameters});`
      : parts
          .map((part, partIndex) => {
            const last = part.at(-1)?.location as number;
            const call = `${names[partIndex]}(${this.parameters});`;
            return partIndex === parts.length - 1 ? call : `if (${location} <= ${last}) ${call} else`;
          })
          .join('\n  ');
  }

  private graphOf({ template }: Process): NumberedGraph {
    return this.numbered.get(template) as NumberedGraph;
  }

  private generateEdge(edge: Edge, number: number, process: Process, index: number): readonly string[] {
    const own = this.contextOf(index, edge.from);
    const { choice } = edge;
    const contexts = choice
      ? processesWithRole(this.system, choice.role).map((name) => bindIn(own, choice.binder, name))
      : [own];
    return contexts.flatMap((context) => {
      const guard = generateCondition(edge.guard, context);
      if (guard === 'false') return [];
      const assertions = edge.assertions.map(({ property, condition }) =>
        this.reportUnless(property, generateCondition(condition, context), number),
      );
      const body = [...assertions, ...this.generateUpdate(edge, number, process, index, context)].join(' ');
      return [guard === 'true' ? `{ ${body} }` : `if (${guard}) { ${body} }`];
    });
  }

  /** The code that a process runs when its step is ample where it stands, and others need not be looked at. */
  private generateAmple(calls: readonly string[]): string {
    const attempts = this.system.processes.flatMap(({ template }, index) => {
      const cases = template.graph.locations.flatMap(({ name }, location) => {
        const known = this.plan.ampleSets?.[index]?.[location];
        if (!known) return [];
        const context = this.contextOf(index, name);
        const condition = known.conditions.map((each) => generateAmpleCondition(each, context)).join(' || ');
        return [
          `case ${location}: if (${condition}) { ${calls[index]} if (pendingCount() > before) return true; } break;`,
        ];
      });
      if (cases.length === 0) return [];
      const location = this.readField(this.layout.locationFields[index] as Field);
      return [`switch (${location}) {\n${cases.join('\n')}\n}`];
    });
    return `function takeAmple(${this.parameters}) {
const before = pendingCount();
${attempts.join('\n')}
return false;
}`;
  }

  /** For each place at which a process need not be seen: the code that takes its only step from there. */
  private generateArrivals(): readonly string[] {
    if (!this.plan.merges) return [];
    return this.system.processes.flatMap((process, index) =>
      process.template.graph.locations.flatMap(({ name }, location) => {
        const passed = this.passedAt(index, location);
        if (!passed) return [];
        const context = this.contextOf(index, name);
        const attempts = passed.conditions.flatMap((condition) => {
          const { onlyEdge } = condition;
          if (!onlyEdge) return [];
          const leaving = this.graphOf(process).edgesFrom[location] ?? [];
          const number = leaving.find(([edge]) => edge === onlyEdge)?.[1] as number;
          const update = this.generateUpdate(onlyEdge, number, process, index, context);
          if (update.length > 1) return [];
          const when = conjunction([generateUnobserved(passed), generateAmpleCondition(condition, context)]);
          return [`if (${when}) { fired[edge] = 1; ${update[0]} return; }`];
        });
        return [
          `function arrive${index}_${location}(${this.parameters}, edge, process) {\n${attempts.join('\n')}\nemit(${this.parameters}, edge, process);\n}`,
        ];
      }),
    );
  }

  private passedAt(process: number, location: number): AmpleLocation | undefined {
    const known = this.plan.merges ? this.plan.ampleSets?.[process]?.[location] : undefined;
    return known?.conditions.some(({ onlyEdge }) => onlyEdge !== undefined) ? known : undefined;
  }

  private contextOf(process: number, location: string): GenerationContext {
    return { ...this.stateContext, self: { process, location } };
  }

  /** Tests that values are in their ranges, if they may not be, and last the code that goes on with the state after the step. */
  private generateUpdate(
    edge: Edge,
    number: number,
    process: Process,
    index: number,
    context: GenerationContext,
  ): readonly string[] {
    const target = this.graphOf(process).locations.get(edge.to) as number;
    const arrive = this.passedAt(index, target) ? `arrive${index}_${target}` : 'emit';
    const writes = new Map<Field, string>();
    const checks: string[] = [];
    if (edge.to !== edge.from) writes.set(this.layout.locationFields[index] as Field, String(target));
    for (const [cell, code, check] of edge.assignments.flatMap((each) =>
      this.generateAssignment(each, context),
    )) {
      writes.set(cell.field, code);
      if (check !== undefined) checks.push(`if (${check}) runtime.reportOutOfRange(${number}, current);`);
    }
    const words = this.eachWord((word) => {
      const here = [...writes].filter(([field]) => field.word === word && field.bits > 0);
      if (here.length === 0) return `w${word}`;
      const cleared = here.reduce((mask, [{ bits, shift }]) => mask & ~(maskOf(bits) << shift), -1);
      const parts = here
        .filter(([, code]) => code !== '0')
        .map(([{ shift }, code]) =>
          /^\d+$/.test(code) ? String(Number(code) << shift) : shift === 0 ? code : `${code} << ${shift}`,
        );
      return [`w${word} & ${cleared}`, ...parts].join(' | ');
    });
    return [...checks, `${arrive}(${words.join(', ')}, ${number}, ${index});`];
  }

  /** Each cell that is written, the source of the index of its new value, and of the test that it is out of range. */
  private generateAssignment(
    assignment: Assignment,
    outer: GenerationContext,
  ): readonly (readonly [Cell, string, string?])[] {
    const { forEach, name, of, value } = assignment;
    const contexts = forEach
      ? processesWithRole(this.system, forEach.role).map((each) => bindIn(outer, forEach.binder, each))
      : [outer];
    return contexts.map((context) => {
      const cell = cellOf(of ? { kind: 'variable', name, of } : { kind: 'variable', name }, context);
      const { sort } = cell.variable;
      if (sort.kind === 'boolean') {
        const condition = generateCondition(value, context);
        const code = condition === 'true' ? '1' : condition === 'false' ? '0' : `(${condition} ? 1 : 0)`;
        return [cell, code];
      }
      if (sort.kind === 'range') {
        const { code, low, high } = generateInteger(value, context);
        const index = low === high ? String(low - sort.low) : `(${code} - ${sort.low})`;
        if (low >= sort.low && high <= sort.high) return [cell, index];
        return [cell, index, `${code} < ${sort.low} || ${code} > ${sort.high}`];
      }
      const code = generateName(value, cell.values, context);
      return code.includes('-1') ? [cell, code, `${code} < 0`] : [cell, code];
    });
  }

  private generateInvariants(): readonly string[] {
    return this.requirements.invariants.map(({ property, holds }) =>
      this.reportUnless(property, generateCondition(holds, this.stateContext), -1),
    );
  }

  private generateGoals(): readonly string[] {
    return [...this.requirements.goals.values()].map((goal, number) => {
      const condition = generateCondition(goal, this.stateContext);
      return `if (${conjunction([`reached[${number}] === 0`, condition])}) reached[${number}] = 1;`;
    });
  }

  private generateConditions(): readonly string[] {
    return [...(this.requirements.analyses?.values() ?? [])]
      .flatMap(({ conditions }) => conditions)
      .map((condition) => {
        const code = generateCondition(condition, this.stateContext);
        return `\n(number) => { const offset = number * ${this.layout.words}; ${this.loadWords()} return ${code}; }`;
      });
  }

  private reportUnless(property: string, holds: string, edge: number): string {
    if (holds === 'true') return '';
    const number = this.properties.indexOf(property);
    return `if (${conjunction([`violated[${number}] === 0`, negation(holds)])}) runtime.reportViolation(${number}, current, ${edge});`;
  }

  private addTable(bytes: readonly number[]): string {
    const source = `Uint8Array.of(${bytes.join(', ')})`;
    const known = this.tables.findIndex((each) => each.endsWith(`= ${source};`));
    if (known >= 0) return `table${known}`;
    this.tables.push(`const table${this.tables.length} = ${source};`);
    return `table${this.tables.length - 1}`;
  }

  private readField({ word, shift, bits }: Field): string {
    return bits === 0 ? '0' : `(w${word} >>> ${shift} & ${maskOf(bits)})`;
  }

  private maximumSuccessors(): number {
    return this.system.processes.reduce((sum, process) => {
      const perLocation = this.graphOf(process).edgesFrom.map((edges) =>
        edges.reduce(
          (steps, [{ choice }]) => steps + (choice ? processesWithRole(this.system, choice.role).length : 1),
          0,
        ),
      );
      return sum + Math.max(...perLocation);
    }, 0);
  }
}

/** The locations and edges of a template with their numbers. */
interface NumberedGraph {
  /** By name. */
  readonly locations: ReadonlyMap<string, number>;
  /** By location: the edges that leave it. */
  readonly edgesFrom: readonly (readonly (readonly [Edge, number])[])[];
}

/** Numbered template by template, for an edge may stand in several of them. */
function numberGraphs({ templates }: System): ReadonlyMap<ProcessTemplate, NumberedGraph> {
  let number = 0;
  return new Map(
    templates.map((template) => {
      const { locations, edges } = template.graph;
      const byName = new Map(locations.map(({ name }, location) => [name, location]));
      const edgesFrom = locations.map((): [Edge, number][] => []);
      for (const edge of edges) edgesFrom[byName.get(edge.from) as number]?.push([edge, number++]);
      return [template, { locations: byName, edgesFrom }];
    }),
  );
}
