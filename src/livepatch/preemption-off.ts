import type { Edge } from '../system/index.js';
import type { ActionDetails, StepParts } from './graph-builder.js';
import type { PreemptionOffStep } from './model.js';
import { action, type TaskGraph } from './task-graph.js';
import { labels } from './vocabulary.js';

/** Adds a step from where a section of code has come to. */
export type AddNext = (
  to: string,
  name: string,
  parts?: StepParts,
  tags?: readonly string[],
  about?: ActionDetails,
) => void;

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
  first: AddNext,
): AddNext {
  if (steps.length === 0) return first;
  const last = steps.reduce<AddNext>((add, { action: name, when, set }, index) => {
    const place = graph.addLocation(`${here}, preemption off (${index + 1})`, [
      ...carried,
      labels.preemptionOff,
    ]);
    add(place, name, { ...(when && { guard: when }), ...(set && { set }) });
    return (to, next, parts, tags, about): Edge => graph.addEdge(place, to, action(next, tags, about), parts);
  }, first);
  const { onPreemptionOn } = graph.around.rules;
  return (to, name, parts = {}, tags, about) =>
    last(to, name, { ...parts, effects: [...(parts.effects ?? []), onPreemptionOn] }, tags, about);
}
