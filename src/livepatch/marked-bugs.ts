import {
  and,
  at,
  boolean,
  type Expression,
  exists,
  forall,
  implies,
  type ProcessReference,
} from '../system/index.js';
import { type Claim, type Facts, type SafetyProperty, safety } from './property.js';
import { perTask, taskRole, thisTask } from './vocabulary.js';

/* An assert that the patch is there to repair fails before it. What matters is whether it fails where the patch has its effect. */

/** What a task has to do with the new functions, in the traversal of the kernel that it is in. */
const hasRunNew = perTask('has run new functions in this traversal', boolean, false);

/** What an observer remembers to tell whether a marked assert counts; nothing where none is marked. */
export function rememberedOf(
  claims: readonly Claim[],
): Pick<ReturnType<SafetyProperty['observe']>, 'variables' | 'onCall' | 'onTraversalEnd'> {
  if (!claims.some(isMarked)) return {};
  return {
    variables: [hasRunNew],
    onCall: (version) => (version === 'new' ? [hasRunNew.of(thisTask).becomes(true)] : []),
    onTraversalEnd: () => [hasRunNew.of(thisTask).becomes(false)],
  };
}

/**
 * True unless something is wrong with `task` where it stands, as far as a claim goes. That the old functions have the bug is known: it
 * counts only for a task that has called a new one since it came into the kernel.
 */
export function isKept(claim: Claim, task: ProcessReference): Expression<boolean> {
  const { label, condition } = claim;
  const isThere = at(task, label);
  const counts = isMarked(claim) ? and(isThere, hasRunNew.of(task).value) : isThere;
  return implies(counts, condition(task));
}

export function isMarked({ statement }: Claim): boolean {
  return statement.kind === 'assert' && statement.bug !== undefined;
}

/** That one marked assert never fails, whoever comes to it. Vacuous where nobody comes to it who has run new functions. */
export function neverFails(label: Claim['label']): SafetyProperty {
  return safety({
    name: label,
    summary: 'a marked assert never fails',
    observe({ claims }: Facts) {
      const marked = claims.filter((each) => each.label === label);
      return {
        ...rememberedOf(marked),
        invariant: forall(taskRole, (task) =>
          and(...marked.map(({ condition }) => implies(at(task, label), condition(task)))),
        ),
        premise: {
          condition: exists(taskRole, (task) => and(at(task, label), hasRunNew.of(task).value)),
          otherwise: 'nobody who has run a new function comes to it',
        },
      };
    },
  });
}
