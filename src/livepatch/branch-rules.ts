import { opposite, printCondition } from '../scenario/index.js';
import { not, or } from '../system/index.js';
import { inLoop } from './safe-point.js';
import type { StatementRules } from './site.js';
import { stepTags, taggedAt, thisTask } from './vocabulary.js';

/* What the statements do by which a task goes on in one way or in another. */

type Kinds = 'if' | 'switch' | 'either' | 'loop' | 'forever' | 'label' | 'goto' | 'return';

export const branching: Pick<StatementRules, Kinds> = {
  if({ condition, whenTrue, whenFalse }, { addLocation, graph, step, compile }) {
    addLocation();
    const holds = graph.around.variables.conditionOf(condition, thisTask);
    step(compile(whenTrue), `finds ${printCondition(condition)}`, { guard: holds });
    step(compile(whenFalse), `finds ${printCondition(opposite(condition))}`, { guard: not(holds) });
  },
  switch({ data, cases, otherwise }, { addLocation, graph, step, compile }) {
    addLocation();
    const { variables } = graph.around;
    const read = variables.data.read(data, thisTask);
    for (const { value, body } of cases)
      step(compile(body), `finds ${data} = ${value}`, { guard: read.is(value) });
    if (cases.length < variables.valuesOf(data).length)
      step(compile(otherwise), `finds ${data} to be none of those`, {
        guard: not(or(...cases.map(({ value }) => read.is(value)))),
      });
  },
  either({ branches }, { addLocation, step, compile }) {
    addLocation();
    branches.forEach((branch, index) => {
      step(compile(branch), `takes branch ${index + 1} of ${branches.length}`);
    });
  },
  loop({ body }, { addLocation, frame, here, next, step, compile }) {
    addLocation();
    step(compile(body, here, inLoop(frame, body)), 'goes round the loop');
    step(next, 'leaves the loop', {}, [stepTags.leavesLoop, taggedAt(stepTags.leavesLoop, here)]);
  },
  forever({ body }, { addLocation, frame, here, step, compile }) {
    addLocation();
    step(compile(body, here, inLoop(frame, body)), 'goes round the endless loop');
  },
  // A label is where the next statement is: no step is taken from it.
  label({ label }, { frame, next }) {
    frame.labelled.set(label, next);
  },
  goto({ label }, { addLocation, frame, step }) {
    addLocation();
    const target = frame.labelled.get(label);
    if (target === undefined) throw new Error(`the label '${label}' stands before what goes to it`);
    step(target, `goes to ${label}`);
  },
  return({ value }, { addLocation, graph, frame, step }) {
    addLocation();
    if (value === undefined) step(frame.end, 'returns early');
    else if (value.kind === 'value') step(frame.endWith(value.value), `returns ${value.value}`);
    else
      for (const each of graph.around.variables.valuesOf(value.data))
        step(frame.endWith(each), `returns ${value.data}, which is ${each}`, {
          guard: graph.around.variables.data.read(value.data, thisTask).is(each),
        });
  },
};
