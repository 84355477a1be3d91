import type { Assignment, Expression, ProcessReference } from '../../system/index.js';
import { and, or } from '../../system/index.js';
import type { Mechanism } from '../mechanism-rules.js';
import type { Effect, HoldStep, Rules, Section } from '../model.js';
import { functionsOf, type Part } from './part.js';

type Hooks = Pick<
  Mechanism,
  | 'beforeCall'
  | 'onPreemptionOn'
  | 'onFork'
  | 'onDuplicate'
  | 'onKernelEntry'
  | 'onKernelExit'
  | 'onSafePoint'
  | 'beforeKernelExit'
  | 'atReschedule'
  | 'atFreezableSleep'
  | 'atKernelEntry'
  | 'atSafePoint'
  | 'endOfKernelThread'
  | 'idle'
  | 'interruptsSwitch'
  | 'onInterruptEnd'
>;

/** What happens to a task under each of the rules happens to it under all. */
export function hooksOf(parts: readonly Part[]): Hooks {
  const effect = (effectOf: (rules: Rules) => Effect | undefined): Effect | undefined => {
    const effects = parts.flatMap(({ rules, relabel }) => {
      const own = effectOf(rules);
      return own ? [relabel.effect(own)] : [];
    });
    const conditions = effects.flatMap(({ when }) => (when ? [when] : []));
    return effects.length === 0
      ? undefined
      : {
          ...(conditions.length > 0 && { when: and(...conditions) }),
          set: effects.flatMap(({ set = [] }) => set),
        };
  };
  const sections = (sectionOf: (rules: Rules) => Section | undefined): readonly Section[] =>
    parts.flatMap(({ rules, relabel }) => {
      const own = sectionOf(rules);
      return own ? [relabel.section(own)] : [];
    });
  const endOf = parts.map(
    ({ rules, relabel }) => rules.endOfKernelThread && relabel.hold(rules.endOfKernelThread),
  );
  const optional = <K extends keyof Hooks>(key: K, value: Hooks[K] | undefined): Partial<Pick<Hooks, K>> =>
    (value === undefined ? {} : { [key]: value }) as Partial<Pick<Hooks, K>>;
  const has = (rule: keyof Rules): boolean => parts.some(({ rules }) => rules[rule] !== undefined);
  return {
    beforeKernelExit: sections((rules) => rules.beforeKernelExit),
    atReschedule: sections((rules) => rules.atReschedule),
    atFreezableSleep: sections((rules) => rules.atFreezableSleep),
    ...optional(
      'onKernelEntry',
      effect((rules) => rules.onKernelEntry),
    ),
    ...optional(
      'onKernelExit',
      effect((rules) => rules.onKernelExit),
    ),
    ...optional(
      'onSafePoint',
      effect((rules) => rules.onSafePoint),
    ),
    ...optional(
      'onDuplicate',
      effect((rules) => rules.onDuplicate),
    ),
    ...(has('beforeCall') && {
      beforeCall: (functionName: string) =>
        parts
          .filter(({ patch }) => functionsOf(patch).includes(functionName))
          .toReversed()
          .flatMap(({ rules, relabel }) =>
            (rules.beforeCall?.(functionName) ?? []).map((each) => relabel.step(each)),
          ),
    }),
    ...(has('onPreemptionOn') && {
      onPreemptionOn: (isOn: Expression<boolean>) => effect((rules) => rules.onPreemptionOn?.(isOn)) ?? {},
    }),
    ...(has('onFork') && {
      onFork: (parent: ProcessReference): readonly Assignment[] =>
        parts.flatMap(({ rules, relabel }) => (rules.onFork?.(parent) ?? []).map(relabel.assignment)),
    }),
    ...(has('atKernelEntry') && {
      atKernelEntry: parts.flatMap(({ rules, relabel }) => (rules.atKernelEntry ?? []).map(relabel.hold)),
    }),
    ...(has('atSafePoint') && {
      atSafePoint: parts.flatMap(({ rules, relabel }) => (rules.atSafePoint ?? []).map(relabel.hold)),
    }),
    ...(has('idle') && {
      idle: {
        beforeKernelExit: sections((rules) => rules.idle?.beforeKernelExit),
        ...idleExit(effect((rules) => rules.idle?.onKernelExit)),
      },
    }),
    ...optional('interruptsSwitch', together(parts)),
    ...(has('onInterruptEnd') && {
      onInterruptEnd: (task: ProcessReference, isOn: Expression<boolean>): readonly Assignment[] =>
        parts.flatMap(({ rules, relabel }) =>
          (rules.onInterruptEnd?.(task, isOn) ?? []).map(relabel.assignment),
        ),
    }),
    ...optional(
      'endOfKernelThread',
      endOf.find((each) => each !== undefined),
    ),
  };
}

function idleExit(onKernelExit: Effect | undefined): { readonly onKernelExit?: Effect } {
  return onKernelExit ? { onKernelExit } : {};
}

/** The step by which interrupts switch: that of the one patch for which they have to. */
function together(parts: readonly Part[]): HoldStep | undefined {
  const steps = parts.flatMap(({ rules, relabel }) =>
    rules.interruptsSwitch ? [relabel.hold(rules.interruptsSwitch)] : [],
  );
  const [first] = steps;
  return (
    first && {
      action: first.action,
      when: or(...steps.map(({ when }) => when)),
      set: steps.flatMap(({ set }) => set),
    }
  );
}
