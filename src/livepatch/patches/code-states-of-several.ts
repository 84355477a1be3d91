import { originalVersion, type Scenario } from '../../scenario/index.js';
import { never } from '../../system/index.js';
import {
  type CodeState,
  type CodeStates,
  isInsideBodies,
  statesWith,
  type VersionedBody,
} from '../code-states.js';
import type { ModelInstance } from '../model.js';
import { labels, someTask, taskAt } from '../vocabulary.js';
import type { Plan } from './plan.js';

/** The code states that the operations on several patches lead through. */
export function codeStatesOf(
  { functions, lifecycle }: Scenario,
  plan: Plan,
  { name: model }: ModelInstance,
  hasBegun: CodeStates['hasBegun'],
): CodeStates {
  const bodies = functions.flatMap((each): readonly VersionedBody[] =>
    each.kind === 'patched'
      ? [...each.versions.keys()].map((version) => ({ functionName: each.name, version }))
      : [],
  );
  const patched = [...new Set(bodies.map(({ functionName }) => functionName))];
  const sequence: CodeState[] = [];
  plan.stacks.forEach((stack, done) => {
    const versions = new Map(patched.map((each) => [each, plan.versionAfter(done, each)]));
    const same = sequence.find((each) =>
      patched.every((name) => each.versions.get(name) === versions.get(name)),
    );
    sequence.push(same ?? { name: stack.length === 0 ? originalVersion : stack.join(' and '), versions });
  });
  const enabledBy = new Map(plan.patches.map((each) => [each.name, each.enabledBy]));
  return {
    bodies,
    sequence,
    lastEnabled: Math.max(0, ...enabledBy.values()),
    hasBegun,
    isMixed: (task) => taskAt(task, labels.mixed),
    conflicts: conflictsAmong(bodies, sequence),
    isInsideAny: isInsideBodies,
    versionSeenFrom: (version, functionName) => plan.versionAfter(enabledBy.get(version) ?? 0, functionName),
    effects: (lifecycle?.patches ?? []).map(({ name, functions: own }) => {
      const refused = [...plan.refusals.values()].find(
        ({ operation: { kind, patch } }) => kind === 'enable' && patch === name,
      );
      return {
        goal: `the patch ${name} takes effect`,
        condition: enabledBy.has(name)
          ? someTask((task) =>
              isInsideBodies(
                task,
                own.map((functionName) => ({ functionName, version: name })),
              ),
            )
          : never,
        otherwise: refused
          ? `${model} refuses to enable ${name}: ${refused.reason}`
          : `no task ever runs a function of ${name}`,
      };
    }),
  };
}

/** Bodies that belong to the same code states go together. */
function conflictsAmong(
  bodies: readonly VersionedBody[],
  sequence: readonly CodeState[],
): CodeStates['conflicts'] {
  const classes = new Map<string, { readonly states: readonly string[]; readonly its: VersionedBody[] }>();
  for (const body of bodies) {
    const states = statesWith({ sequence }, body);
    if (states.length === 0) continue;
    const key = states.join('\n');
    const known = classes.get(key) ?? { states, its: [] };
    known.its.push(body);
    classes.set(key, known);
  }
  const all = [...classes.values()];
  return all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter(({ states }) => !states.some((each) => one.states.includes(each)))
      .map((other) => [other.its, one.its] as const),
  );
}
