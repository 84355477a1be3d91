import type { Scenario } from '../scenario/index.js';
import {
  type Edge,
  type FairnessConstraint,
  isConstrained,
  type Process,
  type ProcessTemplate,
  type ProgramGraph,
  type System,
} from '../system/index.js';
import { mechanismRole, stepTags, taggedAt, taskRole } from './vocabulary.js';

/**
 * What is assumed of a process whenever it is asked what happens in the long run. It goes on where it can and need not
 * do otherwise (weak fairness). Locks and events are handed out, loops end, and signals arrive, if that is possible again
 * and again (strong fairness): the kernel's locks queue the tasks that wait, and a signal stays pending.
 */
export function fairnessOf({ name, graph, roles }: ProcessTemplate): readonly FairnessConstraint[] {
  const tags = new Set(graph.edges.flatMap(({ action }) => action.tags));
  const goesOn: FairnessConstraint = {
    strength: 'weak',
    template: name,
    steps: { withoutTag: stepTags.voluntary },
  };
  // A timer that is armed comes sooner or later; of any other interrupt, nothing is known.
  const isCertain = graph.edges.some(
    ({ action: { tags: its } }) => its.includes(stepTags.interrupts) && !its.includes(stepTags.voluntary),
  );
  const strong = [
    ...(roles.includes(mechanismRole) ? [stepTags.succeeds] : []),
    ...(roles.includes(taskRole)
      ? [
          ...tagsAtLocations({ edges: graph.edges.filter((each) => !takesNothing(each)) }, stepTags.acquires),
          ...tagsAtLocations(graph, stepTags.leavesLoop),
          stepTags.isWoken,
          stepTags.goesOn,
          ...(isCertain ? [stepTags.interrupts] : []),
        ]
      : []),
  ];
  return [
    ...(graph.edges.some((edge) => isConstrained(goesOn, edge)) ? [goesOn] : []),
    ...strong
      .filter((tag) => tags.has(tag))
      .map((withTag): FairnessConstraint => ({ strength: 'strong', template: name, steps: { withTag } })),
  ];
}

function takesNothing({ action }: Edge): boolean {
  return action.tags.includes(stepTags.takesNothing);
}

/** The tags that a kind of step has at each location: each is a constraint of its own. */
function tagsAtLocations({ edges }: Pick<ProgramGraph, 'edges'>, kind: string): readonly string[] {
  const tags = edges.map(({ from }) => taggedAt(kind, from));
  const all = new Set(edges.flatMap((edge) => edge.action.tags));
  return [...new Set(tags.filter((tag) => all.has(tag)))];
}

/** What a tag was made from by {@link taggedAt}; any other is itself. */
interface TagParts {
  readonly kind: string;
  readonly location?: string;
}

const locatedTagsOf = new WeakMap<ProgramGraph, ReadonlyMap<string, TagParts>>();

function partsOf(tag: string, graph: ProgramGraph): TagParts {
  const known = locatedTagsOf.get(graph);
  if (known) return known.get(tag) ?? { kind: tag };
  const tagsAndLocations = graph.edges.flatMap(({ from, action: { tags } }) =>
    tags.map((kind) => [taggedAt(kind, from), { kind, location: from }] as const),
  );
  locatedTagsOf.set(graph, new Map(tagsAndLocations));
  return partsOf(tag, graph);
}

/** What the author of a scenario assumes besides. An assumption about steps that the model does not have says nothing. */
export function assumedBy(
  { fairness }: Scenario,
  templates: readonly ProcessTemplate[],
): readonly FairnessConstraint[] {
  const byName = new Map(templates.map((each) => [each.name, each]));
  return fairness.flatMap(({ strength, process, steps }): readonly FairnessConstraint[] => {
    const template = byName.get(process);
    if (!template) return [];
    const constraint = { strength, template: process };
    if (steps === undefined) return template.graph.edges.length === 0 ? [] : [constraint];
    const locations = tagsAtLocations(template.graph, steps);
    return (locations.length === 0 ? [steps] : locations)
      .map((withTag) => ({ ...constraint, steps: { withTag } }))
      .filter((each) => template.graph.edges.some((edge) => isConstrained(each, edge)));
  });
}

const phrases: Readonly<Record<string, string>> = {
  [stepTags.acquires]: 'takes the lock or the event that it waits for',
  [stepTags.leavesLoop]: 'leaves its loop',
  [stepTags.isWoken]: 'is woken or interrupted',
  [stepTags.wakesUp]: 'wakes up',
  [stepTags.entersKernel]: 'comes to the kernel',
  [stepTags.exits]: 'exits',
  [stepTags.interrupts]: 'interrupts a task',
  [stepTags.goesOn]: 'goes on between interrupts',
  [stepTags.isInterrupted]: 'is interrupted by the timer',
  [stepTags.completes]: 'finishes the transition',
  [stepTags.succeeds]: 'succeeds in what it attempts',
};

function phraseOf(tag: string, graph: ProgramGraph): string {
  const { kind, location } = partsOf(tag, graph);
  const isOfCondition = graph.edges.some((edge) => edge.from === location && takesNothing(edge));
  const phrase = isOfCondition ? 'finds the condition true that it waits for' : phrases[kind];
  return `${phrase ?? `takes a step '${kind}'`}${location === undefined ? '' : ` at ${location}`}`;
}

/** What a constraint says of one process, in words. */
export function describeAssumption({ strength, steps }: FairnessConstraint, process: Process): string {
  const { graph } = process.template;
  const phrase =
    steps === undefined ? 'takes a step' : 'withTag' in steps ? phraseOf(steps.withTag, graph) : 'goes on';
  const when = strength === 'weak' ? 'all the time' : 'again and again';
  return `${process.name} ${phrase}, if it can ${when}`;
}

/** What is assumed of the infinite runs, each kind of step once, with the tasks that it is assumed of. */
export function describeFairness({ fairness, templates: all }: System): readonly string[] {
  const templates = new Map<string, string[]>();
  for (const { strength, template, steps } of fairness) {
    const graph = all.find(({ name }) => name === template)?.graph;
    const which =
      steps === undefined
        ? 'every step'
        : 'withTag' in steps
          ? graph && partsOf(steps.withTag, graph).kind
          : 'what is not voluntary';
    const key = `${strength}: ${which}`;
    templates.set(key, [...new Set([...(templates.get(key) ?? []), template])]);
  }
  return [...templates].map(([what, whose]) => `${what} (${whose.join(', ')})`);
}
