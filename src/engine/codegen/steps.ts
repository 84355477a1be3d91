import type { Edge, Process } from '../../system/index.js';
import { reportUnless } from './checks.js';
import { bindEach } from './context.js';
import { generateCondition } from './expression.js';
import type { Generation } from './generation.js';
import { generateUpdate } from './update.js';

/** V8 optimises no function of more than 60 KiB of bytecode; this many edges stay well below. */
const edgesPerFunction = 60;

/** The code for the steps of one process. */
export interface StepsCode {
  /** Split by location. */
  readonly functions: readonly string[];
  /** The statement that calls the one that is for where the process stands. */
  readonly call: string;
}

/** The steps from one location. */
interface Case {
  readonly location: number;
  readonly steps: readonly string[];
}

export function generateSteps(process: Process, index: number, generation: Generation): StepsCode {
  const { parameters } = generation;
  const cases = generation.graphOf(process).edgesFrom.map(
    (edges, location): Case => ({
      location,
      steps: edges.flatMap(([edge, number]) => generateEdge(edge, number, process, index, generation)),
    }),
  );
  const location = generation.readLocation(index);
  const parts = split(cases).map((part, number) => {
    const name = `steps${index}_${number}`;
    const body = part
      .filter(({ steps }) => steps.length > 0)
      .map((each) => `case ${each.location}:\n${each.steps.join('\n')}\nbreak;`);
    return {
      source: `function ${name}(${parameters}) {\nswitch (${location}) {\n${body.join('\n')}\n}\n}`,
      call: `${name}(${parameters});`,
      last: part.at(-1)?.location as number,
    };
  });
  const calls = parts.map(({ call, last }, number) =>
    number === parts.length - 1 ? call : `if (${location} <= ${last}) ${call} else`,
  );
  return { functions: parts.map(({ source }) => source), call: calls.join('\n  ') };
}

/** Parts that are small enough for one function each. */
function split(cases: readonly Case[]): readonly (readonly Case[])[] {
  const parts: Case[][] = [[]];
  let edgesInPart = 0;
  for (const each of cases) {
    if (edgesInPart > 0 && edgesInPart + each.steps.length > edgesPerFunction) {
      parts.push([]);
      edgesInPart = 0;
    }
    parts.at(-1)?.push(each);
    edgesInPart += each.steps.length;
  }
  return parts;
}

function generateEdge(
  edge: Edge,
  number: number,
  process: Process,
  index: number,
  generation: Generation,
): readonly string[] {
  return bindEach(generation.contextOf(index, edge.from), edge.choice).flatMap((context) => {
    const guard = generateCondition(edge.guard, context);
    if (guard === false) return [];
    const assertions = edge.assertions.map(({ property, condition }) =>
      reportUnless(property, generateCondition(condition, context), number, generation),
    );
    const { checks, arrival } = generateUpdate(edge, number, process, index, context, generation);
    const body = [...assertions, ...checks, arrival].join(' ');
    return [generation.counted(guard === true ? `{ ${body} }` : `if (${guard}) { ${body} }`)];
  });
}
