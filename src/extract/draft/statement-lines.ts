import type { Step, Steps } from '../lower/index.js';

/** Where a line of C is, for the comment behind a statement. */
export type PlaceName = (line: number) => string;

/** The lines of a body in YAML, without indentation; an empty body has one, `[]`. */
export function bodyLines(steps: Steps, place: PlaceName): readonly string[] {
  return steps.length === 0 ? ['[]'] : steps.flatMap((step) => stepLines(step, place));
}

/** A key with a body: on the same line if it is empty, else below it. */
export function keyedBody(key: string, steps: Steps, place: PlaceName, comment = ''): readonly string[] {
  const lines = bodyLines(steps, place);
  const behind = comment === '' ? '' : ` # ${comment}`;
  return steps.length === 0 ? [`${key}: []${behind}`] : [`${key}:${behind}`, ...indented(lines)];
}

export function indented(lines: readonly string[], by = 2): readonly string[] {
  return lines.map((line) => ' '.repeat(by) + line);
}

function stepLines(step: Step, place: PlaceName): readonly string[] {
  const name = step.at.line === 0 ? '' : place(step.at.line);
  const at = name === '' ? '' : ` # ${name}`;
  const plain = (statement: string): readonly string[] => [`- ${statement}${at}`];
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
      return [`- set ${step.section} old${at}`, `- set ${step.section} free`];
    case 'loop':
      return item(keyedBody(step.endless ? 'forever' : 'loop', step.body, place, name));
    case 'trylock':
      return item([
        `trylock: ${step.lock}${at}`,
        ...keyedBody('then', step.taken, place),
        ...keyedBody('else', step.busy, place),
      ]);
    case 'choice':
      return item(choiceLines(step, place, at));
    case 'touch':
    case 'label':
    case 'goto':
      return [];
  }
}

function choiceLines(
  { condition, branches }: Step & { readonly kind: 'choice' },
  place: PlaceName,
  at: string,
): readonly string[] {
  if (condition === undefined)
    return [`either:${at}`, ...indented(branches.flatMap((branch) => item(bodyLines(branch, place))))];
  const [whenTrue = [], whenFalse = []] = branches;
  return [
    `if: ${condition}${at}`,
    ...keyedBody('then', whenTrue, place),
    ...(whenFalse.length === 0 ? [] : keyedBody('else', whenFalse, place)),
  ];
}

function item(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? '- ' : '  ') + line);
}
