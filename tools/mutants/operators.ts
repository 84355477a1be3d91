import {
  type ConsistencyModel,
  type Effect,
  type HoldStep,
  type ModelInstance,
  type Patch,
  type PatcherStep,
  places,
  type Rules,
  type Scheduler,
} from '../../src/livepatch/index.js';
import { type Assignment, always, constant, type Expression, never, not } from '../../src/system/index.js';
import { omissionsOf, replaceVariables } from './expressions.js';

/** Rules into which one fault was planted. */
export interface Fault {
  /** The mutation operator that made it: a row of the table. */
  readonly operator: string;
  /** Where and how: the same in all rules of a model, whatever the patch. */
  readonly name: string;
  readonly rules: Rules;
}

/**
 * All faults that the mutation operators plant into the rules of a model for a patch, one in each. They are named as they
 * would be for a patch of functions that are called by their positions: what a place of the patcher is called may tell the
 * function, which is another in each scenario.
 */
export function faultsOf(
  model: ConsistencyModel,
  patch: Patch,
  { parameters }: Pick<ModelInstance, 'parameters'>,
  scheduler: Scheduler,
): readonly Fault[] {
  const generally = (name: string): string =>
    patch.functions.includes(name) ? `function ${patch.functions.indexOf(name) + 1}` : name;
  const functions = patch.functions.map(generally);
  const modules = patch.modules.map((each) => ({ ...each, functions: each.functions.map(generally) }));
  const inGeneral = faultsOfRules(
    model.rules({ ...patch, functions, modules }, parameters, scheduler),
    functions,
  );
  const faults = faultsOfRules(model.rules(patch, parameters, scheduler), patch.functions);
  if (inGeneral.length !== faults.length)
    throw new Error(`the rules of ${model.name} depend on how functions are called`);
  return faults.map((fault, index) => ({ ...fault, name: (inGeneral[index] as Fault).name }));
}

function faultsOfRules(rules: Rules, functions: readonly string[]): readonly Fault[] {
  return [
    ...faultsOfPatcher(rules),
    ...faultsOfHooks(rules),
    ...faultsOfHolds(rules),
    ...faultsOfSections(rules),
    ...faultsOfFork(rules),
    ...faultsOfRedirection(rules, functions),
    ...faultsOfTaskConditions(rules),
    ...faultsOfVariables(rules),
    ...faultsOfStages(rules),
    ...faultsOfFreed(rules),
  ];
}

function faultsOfPatcher(rules: Rules): readonly Fault[] {
  const { steps } = rules.patcher;
  return steps.flatMap((step, index) => {
    const name = nameOf(step);
    const put = (...changed: readonly PatcherStep[]): Rules => ({
      ...rules,
      patcher: { ...rules.patcher, steps: steps.toSpliced(index, changed.length, ...changed) },
    });
    // A step that is never taken leaves its places where they are: other rules name them.
    const faults: Fault[] = [
      { operator: 'patcher step dropped', name: `${name} dropped`, rules: put({ ...step, when: never }) },
      ...faultsOfStep('patcher', name, step, put),
    ];
    for (const mark of ['completes', 'voluntary'] as const)
      if (step[mark])
        faults.push({
          operator: 'patcher mark dropped',
          name: `${name}: ${mark} dropped`,
          rules: put(without(step, mark)),
        });
    const next = steps[index + 1];
    if (next)
      for (const part of ['when', 'set'] as const)
        if (JSON.stringify(step[part]) !== JSON.stringify(next[part]))
          faults.push({
            operator: 'patcher steps swapped',
            name: `${name}: ${part} swapped with ${nameOf(next)}`,
            rules: put(exchange(step, next, part), exchange(next, step, part)),
          });
    return faults;
  });
}

function faultsOfHooks(rules: Rules): readonly Fault[] {
  return (['onKernelEntry', 'onKernelExit', 'onSafePoint'] as const).flatMap((hook) => {
    const effect = rules[hook];
    const put = (changed: Effect): Rules => ({ ...rules, [hook]: changed });
    return effect
      ? [
          { operator: 'hook dropped', name: `${hook} dropped`, rules: put({}) },
          ...faultsOfStep('hook', hook, effect, put),
        ]
      : [];
  });
}

function faultsOfHolds(rules: Rules): readonly Fault[] {
  return (['atKernelEntry', 'atSafePoint'] as const).flatMap((hook) =>
    (rules[hook] ?? []).flatMap((step, index) => {
      const put = (...changed: readonly HoldStep[]): Rules => ({
        ...rules,
        [hook]: rules[hook]?.toSpliced(index, 1, ...changed),
      });
      return [
        { operator: 'hold dropped', name: `${hook} dropped`, rules: put() },
        ...faultsOfStep('hold', hook, step, put),
      ];
    }),
  );
}

function faultsOfSections(rules: Rules): readonly Fault[] {
  return (['beforeKernelExit', 'atReschedule', 'atFreezableSleep'] as const).flatMap((place) => {
    const section = rules[place];
    if (!section) return [];
    const put = (when: Expression<boolean>): Rules => ({ ...rules, [place]: { ...section, when } });
    return [
      { operator: 'section dropped', name: `${place} dropped`, rules: without(rules, place) },
      { operator: 'section condition dropped', name: `${place}: when dropped`, rules: put(always) },
      ...omitted(`${place}: when`, section.when, put),
    ];
  });
}

function faultsOfFork(rules: Rules): readonly Fault[] {
  const { onFork } = rules;
  if (!onFork) return [];
  return onFork({ kind: 'self' }).map(({ name }) => ({
    operator: 'fork assignment dropped',
    name: `onFork: '${name}' left as it is`,
    rules: { ...rules, onFork: (parent) => onFork(parent).filter((each) => each.name !== name) },
  }));
}

/** What patcher steps, hooks and holds have in common. */
function faultsOfStep<Step extends Effect>(
  kind: string,
  name: string,
  step: Step,
  put: (step: Step) => Rules,
): readonly Fault[] {
  const faults: Fault[] = [];
  const { when, set = [] } = step;
  if (when)
    faults.push(
      {
        operator: `${kind} guard dropped`,
        name: `${name}: guard dropped`,
        rules: put({ ...step, when: always }),
      },
      {
        operator: `${kind} guard negated`,
        name: `${name}: guard negated`,
        rules: put({ ...step, when: not(when) }),
      },
      ...omitted(`${name}: guard`, when, (changed) => put({ ...step, when: changed })),
    );
  set.forEach((assignment, index) => {
    const which = `${name}: '${assignment.name}'`;
    // Of a variable of another sort this makes no model, and that is counted.
    const value = assignment.value as Expression<boolean>;
    const assign = (...changed: readonly Assignment[]): Rules =>
      put({ ...step, set: set.toSpliced(index, 1, ...changed) });
    faults.push(
      { operator: `${kind} assignment dropped`, name: `${which} left as it is`, rules: assign() },
      {
        operator: `${kind} assignment negated`,
        name: `${which} set to the opposite`,
        rules: assign({ ...assignment, value: not(value) }),
      },
      ...omitted(which, value, (changed) => assign({ ...assignment, value: changed })),
    );
  });
  return faults;
}

function faultsOfRedirection(rules: Rules, functions: readonly string[]): readonly Fault[] {
  const { entersNew } = rules;
  const put = (name: string, changed: Rules['entersNew']): Fault => ({
    operator: 'redirection changed',
    name: `entersNew ${name}`,
    rules: { ...rules, entersNew: changed },
  });
  const initially = new Map(rules.variables.map(({ name, initial }) => [name, initial[0]]));
  const all = functions.flatMap((each) => omissionsOf(entersNew({ kind: 'self' }, each)));
  return [
    put('negated', (task, name) => not(entersNew(task, name))),
    put('always, once the patcher has begun', () => hasBegun(rules)),
    put('never', () => never),
    put('ignores the task', (task, name) =>
      replaceVariables(entersNew(task, name), (variable) => {
        const value = initially.get(variable.name);
        return value === undefined ? variable : constant(value);
      }),
    ),
    put('ignores the function', (task) => entersNew(task, functions[0] as string)),
    ...[...new Set(all.map(({ omitted }) => omitted))].map((omitted) => ({
      ...put(`without ${omitted}`, (task, name) => {
        const condition = entersNew(task, name);
        return omissionsOf(condition).find((each) => each.omitted === omitted)?.condition ?? condition;
      }),
      operator: 'operand left out',
    })),
  ];
}

function faultsOfTaskConditions(rules: Rules): readonly Fault[] {
  return (['held', 'awaits'] as const).flatMap((field) => {
    const condition = rules[field];
    if (!condition) return [];
    const put = (name: string, changed: (original: Expression<boolean>) => Expression<boolean>): Fault => ({
      operator: `${field} changed`,
      name: `${field} ${name}`,
      rules: { ...rules, [field]: (task: Parameters<typeof condition>[0]) => changed(condition(task)) },
    });
    return [
      put('never', () => never),
      ...(field === 'awaits' ? [put('always', () => always), put('negated', not)] : []),
      ...omissionsOf(condition({ kind: 'self' })).map(({ omitted }) => ({
        ...put(
          `without ${omitted}`,
          (original) => omissionsOf(original).find((each) => each.omitted === omitted)?.condition ?? original,
        ),
        operator: 'operand left out',
      })),
    ];
  });
}

function faultsOfVariables(rules: Rules): readonly Fault[] {
  return rules.variables.flatMap((variable, index) =>
    variable.sort.kind === 'boolean'
      ? [
          {
            operator: 'initial value negated',
            name: `'${variable.name}' initially the opposite`,
            rules: {
              ...rules,
              variables: rules.variables.with(index, {
                ...variable,
                initial: variable.initial.map((value) => !value),
              }),
            },
          },
        ]
      : [],
  );
}

/** Of what the rules say about the stages of a patch: in transition, being removed, reversed. */
function faultsOfStages(rules: Rules): readonly Fault[] {
  const faults: Fault[] = [];
  for (const field of ['inTransition', 'removing', 'reversal'] as const)
    if (rules[field])
      faults.push({
        operator: 'stage dropped',
        name: `${field} dropped`,
        rules: without(rules, field),
      });
  for (const field of ['inTransition', 'removing'] as const) {
    const condition = rules[field];
    if (condition) faults.push(...omitted(field, condition, (changed) => ({ ...rules, [field]: changed })));
  }
  const { reversal } = rules;
  if (reversal)
    for (const part of ['possible', 'done'] as const)
      faults.push(
        {
          operator: 'stage dropped',
          name: `reversal ${part} never`,
          rules: { ...rules, reversal: { ...reversal, [part]: never } },
        },
        ...omitted(`reversal ${part}`, reversal[part], (changed) => ({
          ...rules,
          reversal: { ...reversal, [part]: changed },
        })),
      );
  return faults;
}

function faultsOfFreed(rules: Rules): readonly Fault[] {
  const { freed = {}, removing } = rules;
  return (['old', 'new'] as const).flatMap((version) => {
    if (!freed[version]) return [];
    const put = (name: string, condition: Expression<boolean>): Fault => ({
      operator: 'freed changed',
      name: `freed ${version} ${name}`,
      rules: { ...rules, freed: { ...freed, [version]: () => condition } },
    });
    return [
      put('never', never),
      put('as soon as the patcher has begun', hasBegun(rules)),
      ...(removing ? [put('as soon as the patch is being removed', removing)] : []),
    ];
  });
}

function omitted(
  what: string,
  condition: Expression<boolean>,
  put: (condition: Expression<boolean>) => Rules,
): readonly Fault[] {
  return omissionsOf(condition).map(({ omitted, condition }) => ({
    operator: 'operand left out',
    name: `${what} without ${omitted}`,
    rules: put(condition),
  }));
}

function hasBegun({
  patcher: {
    steps: [first],
  },
}: Rules): Expression<boolean> {
  return first ? not(places(first.from)(first.from)) : never;
}

function nameOf({ from, to }: PatcherStep): string {
  return `${from} → ${to}`;
}

function without<T extends object, Key extends keyof T>(whole: T, key: Key): Omit<T, Key> {
  const { [key]: _, ...rest } = whole;
  return rest;
}

/** A step with a part of another one in place of its own. */
function exchange(step: PatcherStep, other: PatcherStep, part: 'when' | 'set'): PatcherStep {
  const rest = without(step, part);
  return other[part] === undefined ? rest : { ...rest, [part]: other[part] };
}
