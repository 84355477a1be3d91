import { type CFunction, descendants } from '../c/index.js';
import { allSteps, rewrite, type Step, type Steps } from '../lower/index.js';
import type { Relevance, World } from '../relate/index.js';

/** What of a function a draft keeps: what the diff touches, the calls that lead there, and the ways between them. */
export function sliced(steps: Steps, caller: string, world: World, relevance: Relevance): Steps {
  return rewrite(steps, (step) => keep(step, caller, world, relevance));
}

function keep(
  step: Step,
  caller: string,
  world: World,
  { locks, events, sections, sleeps, functions, cutCalls }: Relevance,
): Steps {
  switch (step.kind) {
    case 'lock':
    case 'unlock':
      return locks.has(step.lock) ? [step] : [];
    case 'trylock':
      return locks.has(step.lock)
        ? [step]
        : [{ kind: 'choice', branches: [step.taken, step.busy], at: step.at }];
    case 'wait':
    case 'wake':
      return events.has(step.event) ? [step] : sleeps && step.kind === 'wait' ? [asSleep(step)] : [];
    case 'simple':
      if (step.does === 'sleep' || step.does === 'synchronize-rcu') return sleeps ? [asSleep(step)] : [];
      return sections ? [step] : [];
    case 'call': {
      const callees = world.calleesOf(caller);
      const targets = (
        step.throughField
          ? world.implementers(step.name).filter((name) => callees.includes(name))
          : [step.name]
      ).filter(
        (name) => functions.has(name) && world.functions.has(name) && !cutCalls.has(`${caller}>${name}`),
      );
      const calls = targets.map((name): Steps => [{ ...step, name, throughField: false }]);
      return calls.length === 1
        ? (calls[0] ?? [])
        : calls.length === 0
          ? []
          : [{ kind: 'choice', branches: calls, at: step.at }];
    }
    case 'touch':
      return [];
    default:
      return [step];
  }
}

function asSleep({ at }: Step): Step {
  return { kind: 'simple', does: 'sleep', at };
}

/** A condition that is asked more than once in a function, and has the same answer each time. */
export interface Correlated {
  /** As it is written in C. */
  readonly text: string;
  readonly name: string;
}

/**
 * Keeps the text of a condition only where it tells something: where it is asked more than once, of what is never assigned in between.
 * Of all others, either branch may be taken at any time.
 */
export function correlate(
  steps: Steps,
  declared: CFunction,
): { readonly steps: Steps; readonly conditions: readonly Correlated[] } {
  const counts = new Map<string, number>();
  for (const step of allSteps(steps))
    if (
      step.kind === 'choice' &&
      step.condition !== undefined &&
      step.branches.some((branch) => branch.length > 0)
    ) {
      const { text } = positive(step.condition);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  const fixed = fixedNames(declared);
  const conditions = [...counts]
    .filter(([text, count]) => count > 1 && isFixed(text, fixed))
    .map(([text], index) => ({ text, name: `${declared.name}.condition${index + 1}` }));
  const names = new Map(conditions.map(({ text, name }) => [text, name]));
  return {
    conditions,
    steps: rewrite(steps, (step) => {
      if (step.kind !== 'choice' || step.condition === undefined) return [step];
      const { text, isNegated } = positive(step.condition);
      const name = names.get(text);
      const { condition: _, ...plain } = step;
      return [name === undefined ? plain : { ...plain, condition: `${name} = ${isNegated ? 'no' : 'yes'}` }];
    }),
  };
}

function positive(condition: string): { readonly text: string; readonly isNegated: boolean } {
  const negated = /^!(\w+)$/.exec(condition)?.[1];
  return { text: negated ?? condition, isNegated: negated !== undefined };
}

/** Constants in capitals are what they are; all else must be a local variable that is given its value once. */
function isFixed(text: string, fixed: ReadonlySet<string>): boolean {
  if (/[(.[]|->|\*\w/.test(text)) return false;
  return (text.match(/[A-Za-z_]\w*/g) ?? []).every((word) => /^[A-Z_0-9]+$/.test(word) || fixed.has(word));
}

/** Parameters and local variables that get no other value than that of their declaration. */
function fixedNames({ signature, body }: CFunction): ReadonlySet<string> {
  const names = new Set(signature.parameters.map(({ name }) => name));
  const changed = new Set<string>();
  for (const node of descendants(body)) {
    if (node.type === 'init_declarator')
      names.add(node.fields.get('declarator')?.text.replace(/[*\s]/g, '') ?? '');
    const target = node.fields.get('left') ?? node.fields.get('argument');
    const isWritten =
      node.type === 'assignment_expression' ||
      node.type === 'update_expression' ||
      (node.type === 'pointer_expression' && node.operators.includes('&'));
    if (isWritten && target) changed.add(target.text);
  }
  return new Set([...names].filter((name) => !changed.has(name)));
}
