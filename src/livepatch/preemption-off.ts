import { always, and, type Edge, type Expression, not } from '../system/index.js';
import type { AddStep } from './graph-builder.js';
import type { PreemptionOffStep, Section } from './model.js';
import { action, type TaskGraph } from './task-graph.js';
import { labels, thisTask } from './vocabulary.js';

/**
 * A section of code with preemption off: its steps one after the other, and a location between any two.
 *
 * @param here where it begins
 * @param carried the labels of the locations, besides that preemption is off
 * @param first adds the first step
 * @returns adds the step by which the section ends, and preemption is on again
 */
export function addPreemptionOff(
  graph: TaskGraph,
  here: string,
  carried: readonly string[],
  steps: readonly PreemptionOffStep[],
  first: AddStep,
): AddStep {
  if (steps.length === 0) return first;
  const last = steps.reduce<AddStep>((add, { action: name, when, set }, index) => {
    const location = graph.addLocation(`${here}, preemption off (${index + 1})`, [
      ...carried,
      labels.preemptionOff,
    ]);
    add(location, name, { ...(when && { guard: when }), ...(set && { set }) });
    return (to, next, parts, tags, about): Edge =>
      graph.addEdge(location, to, action(next, tags, about), parts);
  }, first);
  const { rules, variables } = graph.around;
  const isOn = not(variables.preemption.isOff(thisTask));
  return (to, name, parts = {}, tags, about) =>
    last(
      to,
      name,
      { ...parts, effects: [...(parts.effects ?? []), rules.onPreemptionOn?.(isOn)] },
      tags,
      about,
    );
}

/**
 * Whole sections, each if its condition is true where it begins.
 *
 * @returns true where none begins
 */
export function addSections(
  graph: TaskGraph,
  here: string,
  to: string,
  carried: readonly string[],
  sections: readonly Section[],
  first: AddStep = (next, name, parts) => graph.addEdge(here, next, action(name), parts),
): Expression<boolean> {
  sections.forEach(({ when, steps }, index) => {
    const last = steps.at(-1) ?? steps[0];
    const begin: AddStep = (next, name, parts) =>
      first(next, name, { ...parts, guard: and(when, parts?.guard ?? always) });
    addPreemptionOff(
      graph,
      index === 0 ? here : `${here}, section ${index + 1}`,
      carried,
      steps.slice(0, -1),
      begin,
    )(to, last.action, {
      ...(last.when && { guard: last.when }),
      ...(last.set && { set: last.set }),
    });
  });
  return and(...sections.map(({ when }) => not(when)));
}
