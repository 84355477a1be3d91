import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { isWaitedFor } from '../../models/klp/sync.js';
import { checkModel } from '../../src/check/index.js';
import {
  and,
  at,
  everyTask,
  implies,
  labels,
  liveness,
  or,
  safety,
  someTask,
  temporal,
} from '../../src/model.js';
import { findModel, foundOrThrow } from '../../src/names/index.js';
import { scenarioOf } from '../support/scenarios.js';

/* `klp_synchronize_transition()`, taken apart, and the sections with preemption off that a scenario has itself. */

const scenario = scenarioOf(`
scenario: a patched function is called with preemption off
locks: { S: spinlock }
functions: { f: { old: [], new: [] } }
syscalls:
  read: [preempt-disable, lock S, call f, preempt-enable, unlock S]
  write: [lock S, preempt-disable, call f, unlock S, preempt-enable]
tasks: { reader: { kind: user, runs: [read, write] } }
`);

const onlyInSections = safety({
  name: 'only-in-sections',
  summary: 'nobody is waited for who has preemption on',
  observe: ({ isAtomic }) => ({
    invariant: everyTask((task) =>
      implies(isWaitedFor.of(task).value, or(isAtomic(task), at(task, labels.preemptionOff))),
    ),
  }),
});

const toTheEnd = liveness({
  name: 'to-the-end',
  summary: 'who is waited for in a section is waited for until its end, whatever ends in it',
  observe: ({ isAtomic }) => ({
    formulas: (tasks) =>
      tasks.map((task) =>
        temporal('[] (waits && inside -> (waits W !inside))', {
          waits: isWaitedFor.of(task).value,
          inside: isAtomic(task),
        }),
      ),
    premise: {
      condition: someTask((task) => and(isWaitedFor.of(task).value, isAtomic(task))),
      otherwise: 'nobody is ever waited for in a section of the scenario',
    },
  }),
});

const ends = liveness({
  name: 'ends',
  summary: 'nobody is waited for for ever',
  observe: () => ({
    formulas: (tasks) =>
      tasks.map((task) => temporal('[] (waits -> <> !waits)', { waits: isWaitedFor.of(task).value })),
  }),
});

test('a sync waits for a section of the scenario, until its end', async () => {
  const model = foundOrThrow(findModel('klp:steps=fine', models), 'test');
  const { cells } = await checkModel(scenario, model, [onlyInSections, toTheEnd, ends], undefined);
  const found = cells.map(({ property: { name }, verdict }) => ({
    name,
    kind: verdict.kind,
    vacuous: verdict.kind === 'holds' ? verdict.vacuous : undefined,
  }));
  expect(found).toEqual(
    [onlyInSections, toTheEnd, ends].map(({ name }) => ({ name, kind: 'holds', vacuous: undefined })),
  );
});
