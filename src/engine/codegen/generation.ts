import type { Edge, Process, ProcessTemplate, System } from '../../system/index.js';
import { eachWord, type Field, type Layout } from '../packing/index.js';
import type { ReductionPlan } from '../reduction/index.js';
import type { Requirements } from '../requirements/index.js';
import { type NumberCode, readField } from './code.js';
import { type GenerationContext, Tables } from './context.js';
import { maximumCodeCharacters, maximumWords, SystemTooLargeError } from './too-large.js';

/** What the parts of the code of one system have in common. */
export class Generation {
  /** The edges by their number: those of the first template, then those of the second, … */
  readonly edges: readonly Edge[];
  /** The properties by their number. */
  readonly properties: readonly string[];
  /** The words of a state, as the parameters of a function: `w0, w1, …`. */
  readonly parameters: string;
  readonly tables = new Tables();
  /** In which no process takes a step. */
  readonly stateContext: GenerationContext;
  private readonly graphs: ReadonlyMap<ProcessTemplate, NumberedGraph>;
  private characters = 0;

  /** @throws SystemTooLargeError when a state has too many words */
  constructor(
    readonly system: System,
    readonly layout: Layout,
    readonly requirements: Requirements,
    readonly plan: ReductionPlan,
  ) {
    if (layout.words > maximumWords) throw new SystemTooLargeError(system, layout.words);
    this.edges = system.templates.flatMap(({ graph }) => graph.edges);
    this.properties = [
      ...new Set([
        ...requirements.invariants.map(({ property }) => property),
        ...this.edges.flatMap(({ assertions }) => assertions.map(({ property }) => property)),
        ...(requirements.deadlock?.properties ?? []),
      ]),
    ];
    this.parameters = eachWord(layout.words, (word) => `w${word}`).join(', ');
    this.stateContext = { system, layout, bound: new Map(), tables: this.tables };
    this.graphs = numberGraphs(system);
  }

  /** In which a process takes a step from a location. */
  contextOf(process: number, location: string): GenerationContext {
    return { ...this.stateContext, self: { process, location } };
  }

  graphOf({ template }: Process): NumberedGraph {
    return this.graphs.get(template) as NumberedGraph;
  }

  /** A part of the code, as it is. @throws SystemTooLargeError when there is too much code with it */
  counted(code: string): string {
    this.characters += code.length;
    if (this.characters > maximumCodeCharacters)
      throw new SystemTooLargeError(this.system, this.layout.words);
    return code;
  }

  /** Where a process stands. */
  readLocation(process: number): NumberCode {
    return readField(this.layout.locationFields[process] as Field);
  }

  /** The statement that loads the words of a state. */
  loadWords(): string {
    return `const ${eachWord(this.layout.words, (word) => `w${word} = states[offset + ${word}]`).join(', ')};`;
  }
}

/** The locations and edges of a template with their numbers. */
export interface NumberedGraph {
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
