import { mapParts, type Step, type Steps } from './step.js';

/** The same paths in fewer steps. What is nowhere different is said once. */
export function simplified(steps: Steps): Steps {
  const made: Step[] = [];
  for (const step of steps) {
    for (const each of simplifiedStep(mapParts(step, simplified))) {
      const last = made.at(-1);
      if (!(last && changesNothing(each) && keyOf([last]) === keyOf([each]))) made.push(each);
    }
    if (endsHere(made.at(-1))) break;
  }
  return made;
}

/** Without what ends the body where it ends anyhow. */
export function withoutLastReturn(steps: Steps): Steps {
  const last = steps.at(-1);
  if (!last) return steps;
  if (isIdle([last])) return withoutLastReturn(steps.slice(0, -1));
  if (last.kind !== 'choice' && last.kind !== 'trylock') return steps;
  return simplified([...steps.slice(0, -1), mapParts(last, withoutLastReturn)]);
}

/** Whether it is the same to do it once or twice: to visit, and to return or not. */
function changesNothing(step: Step): boolean {
  if (step.kind !== 'choice') return step.kind === 'visit';
  return step.branches.every(
    ([first, ...more]) => more.length === 0 && (first === undefined || first.kind === 'return'),
  );
}

/** Whether nothing happens but that it may return. */
function isIdle(steps: Steps): boolean {
  return steps.every(
    (step) => step.kind === 'return' || (step.kind === 'choice' && step.branches.every(isIdle)),
  );
}

/** The same for two sequences that differ only in where they stand. */
export function keyOf(steps: Steps): string {
  return JSON.stringify(steps, (key, value: unknown) => (key === 'at' || key === 'text' ? undefined : value));
}

/** Whether nothing behind a step is reached. */
function endsHere(step: Step | undefined): boolean {
  if (step === undefined) return false;
  if (step.kind === 'return' || (step.kind === 'loop' && step.endless)) return true;
  if (step.kind === 'choice') return step.branches.every((branch) => endsHere(branch.at(-1)));
  return step.kind === 'trylock' && endsHere(step.taken.at(-1)) && endsHere(step.busy.at(-1));
}

function simplifiedStep(step: Step): Steps {
  switch (step.kind) {
    case 'loop':
      return simplifiedLoop(step);
    case 'choice':
      return step.condition === undefined ? simplifiedChoice(step, step.branches) : simplifiedIf(step);
    default:
      return [step];
  }
}

function simplifiedLoop(step: Step & { readonly kind: 'loop' }): Steps {
  if (step.body.length === 0) return [];
  const [only, ...more] = step.body;
  if (only?.kind === 'visit' && more.length === 0 && !step.endless) return [only];
  // Rounds in which nothing happens: it goes on by one of the others.
  if (step.endless && more.length === 0 && only?.kind === 'choice') {
    const telling = only.branches.filter((branch) => branch.length > 0);
    if (telling.length > 0 && telling.every((branch) => endsHere(branch.at(-1))))
      return simplifiedChoice({ ...only }, telling);
  }
  if (endsHere(step.body.at(-1))) return step.body;
  return [step];
}

/** Both ways are the same, or begin or end in the same way. */
function simplifiedIf(step: Step & { readonly kind: 'choice' }): Steps {
  const [whenTrue = [], whenFalse = []] = step.branches;
  if (keyOf(whenTrue) === keyOf(whenFalse)) return whenTrue;
  const end = commonEnd([whenTrue, whenFalse]);
  if (end === 0) return [step];
  return [
    { ...step, branches: step.branches.map((branch) => branch.slice(0, branch.length - end)) },
    ...whenTrue.slice(whenTrue.length - end),
  ];
}

function simplifiedChoice({ at }: Step, branches: readonly Steps[]): Steps {
  const flat = branches.flatMap((branch) => {
    const [only, ...more] = branch;
    return more.length === 0 && only?.kind === 'choice' && only.condition === undefined
      ? only.branches
      : [branch];
  });
  const several = [...new Map(flat.map((branch) => [keyOf(branch), branch])).values()];
  // That a visit may be left out makes no difference.
  const visit = several.find(([only, ...more]) => only?.kind === 'visit' && more.length === 0);
  const different = visit ? several.filter((branch) => branch.length > 0) : several;
  const [first = []] = different;
  if (different.length <= 1) return first;
  const groups = new Map<string, Steps[]>();
  for (const branch of different) {
    const end = keyOf(branch.slice(-1));
    groups.set(end, [...(groups.get(end) ?? []), branch]);
  }
  if (groups.size === different.length) return [{ kind: 'choice', branches: different, at }];
  // Those that end in the same way are one branch, which begins in one of several.
  const joined = [...groups.values()].map((group): Steps => {
    const [one = []] = group;
    if (group.length === 1 || one.length === 0) return one;
    const end = commonEnd(group);
    const begin = group.map((branch) => branch.slice(0, branch.length - end));
    return [
      ...simplifiedChoice({ kind: 'choice', branches: begin, at }, begin),
      ...one.slice(one.length - end),
    ];
  });
  return joined.length === 1 ? (joined[0] ?? []) : [{ kind: 'choice', branches: joined, at }];
}

/** How many steps at the end all of them share. */
function commonEnd(branches: readonly Steps[]): number {
  const shortest = Math.min(...branches.map(({ length }) => length));
  const [first = []] = branches;
  let end = 0;
  while (end < shortest) {
    const key = keyOf(first.slice(first.length - end - 1, first.length - end));
    if (
      !branches.every((branch) => keyOf(branch.slice(branch.length - end - 1, branch.length - end)) === key)
    )
      break;
    end += 1;
  }
  return end;
}
