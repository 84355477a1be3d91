import { Graphviz } from '@hpcc-js/wasm-graphviz';
import type { Evidence, EvidenceRequest } from './evidence.js';
import { comparisonFor, type Group, groupsOf } from './groups.js';
import { type Class, type Edge, first, orderOf } from './order.js';

/** How many properties are named at an edge, before they are counted. */
const namedAtEdge = 2;

/** The orders of both groups of properties, as an SVG that Graphviz draws. */
export async function latticePicture(evidence: Evidence, request: EvidenceRequest): Promise<string> {
  const models = request.models.map(({ name }) => name);
  const groups = groupsOf(request.properties).map((group) => cluster(evidence, models, group));
  const dot = `digraph lattice {
  graph [fontname="Helvetica,Arial,sans-serif", ranksep=0.6, nodesep=0.5]
  node [shape=box, style=rounded, fontname="Helvetica,Arial,sans-serif", fontsize=11, margin="0.3,0.1"]
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=9, arrowhead=none]
${groups.join('\n')}
}
`;
  const graphviz = await Graphviz.load();
  const title = '<title>Which model is at least as strong as which</title>';
  // For those who do not see it: Graphviz gives each group a title, and the picture none.
  return graphviz.layout(dot, 'svg', 'dot').replace(/<svg[^>]*>/, (opening) => `${opening}\n${title}`);
}

function cluster(evidence: Evidence, models: readonly string[], { name, title, properties }: Group): string {
  const { classes, edges } = orderOf(comparisonFor(evidence, models, properties));
  const idOf = (each: Class): string => `"${name}: ${first(each)}"`;
  const labelOf = ({ stronger, weaker }: Edge): string => {
    const telling = properties.filter((property) =>
      stronger.some((one) =>
        weaker.some((other) => evidence.witnesses[property]?.[one]?.[other] !== undefined),
      ),
    );
    return telling.length > namedAtEdge ? `${telling.length} properties` : telling.join('\\n');
  };
  return [
    `  subgraph "cluster ${name}" {`,
    `    label="${title}"; color=gray`,
    ...classes.map((each) => `    ${idOf(each)} [label="${each.join('\\n')}"]`),
    ...edges.map(
      (edge) => `    ${idOf(edge.stronger)} -> ${idOf(edge.weaker)} [label="  ${labelOf(edge)}  "]`,
    ),
    '  }',
  ].join('\n');
}
