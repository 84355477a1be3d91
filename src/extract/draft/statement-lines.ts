import type { Place, Step, Steps } from '../lower/index.js';
import { type DraftLines, indented, item, plainLines } from './line.js';

/** Where a line of C is, for what stands behind a statement. */
export type PlaceName = (place: Place) => string;

/** The lines of a body in YAML; an empty body has one, `[]`. */
export function bodyLines(steps: Steps, place: PlaceName): DraftLines {
  return steps.length === 0 ? plainLines('[]') : steps.flatMap((step) => stepLines(step, place));
}

/** A key with a body: on the same line if it is empty, else below it. */
export function keyedBody(key: string, steps: Steps, place: PlaceName): DraftLines {
  return steps.length === 0
    ? plainLines(`${key}: []`)
    : [...plainLines(`${key}:`), ...indented(bodyLines(steps, place))];
}

function stepLines(step: Step, place: PlaceName): DraftLines {
  const at = step.at.line === 0 ? {} : { place: place(step.at) };
  const plain = (statement: string): DraftLines => [{ text: `- ${statement}`, ...at }];
  switch (step.kind) {
    case 'lock':
    case 'unlock':
      return plain(`${step.kind} ${step.lock}`);
    case 'wait':
      return plain(`wait ${step.event} uninterruptible`);
    case 'wake':
      return plain(`wake ${step.event}`);
    case 'call':
      return plain(`call ${step.name}`);
    case 'ghost':
      return plain(step.statement);
    case 'return':
      return plain('return');
    case 'simple':
      return plain(step.does === 'sleep' ? 'sleep uninterruptible' : step.does);
    case 'visit':
      return [...plain(`set ${step.section} old`), ...plain(`set ${step.section} free`)];
    case 'loop':
      return item([
        { text: step.endless ? 'forever:' : 'loop:', ...at },
        ...indented(bodyLines(step.body, place)),
      ]);
    case 'trylock':
      return item([
        { text: `trylock: ${step.lock}`, ...at },
        ...keyedBody('then', step.taken, place),
        ...keyedBody('else', step.busy, place),
      ]);
    case 'choice':
      return item([
        { text: step.condition === undefined ? 'either:' : `if: ${step.condition}`, ...at },
        ...branchLines(step, place),
      ]);
    case 'touch':
    case 'label':
    case 'goto':
      return [];
  }
}

function branchLines(
  { condition, branches }: Step & { readonly kind: 'choice' },
  place: PlaceName,
): DraftLines {
  if (condition === undefined) return indented(branches.flatMap((branch) => item(bodyLines(branch, place))));
  const [whenTrue = [], whenFalse = []] = branches;
  return [
    ...keyedBody('then', whenTrue, place),
    ...(whenFalse.length === 0 ? [] : keyedBody('else', whenFalse, place)),
  ];
}
