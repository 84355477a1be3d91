import {
  always,
  and,
  at,
  type Expression,
  never,
  not,
  or,
  type ProcessReference,
  processNamed,
} from '../../system/index.js';
import type { Mechanism } from '../mechanism-rules.js';
import type { Rules } from '../model.js';
import { patcherName } from '../vocabulary.js';
import type { Part } from './part.js';
import { patcherLabels } from './patcher-of-several.js';

type Conditions = Pick<
  Mechanism,
  'checks' | 'held' | 'awaits' | 'signals' | 'inTransition' | 'isPatched' | 'removing' | 'reversals'
>;

/** What is true of a task or of the patcher under some of the rules. */
export function conditionsOf(parts: readonly Part[]): Conditions {
  const ofTask = (
    ruleOf: (rules: Rules) => ((task: ProcessReference) => Expression<boolean>) | undefined,
  ): ((task: ProcessReference) => Expression<boolean>) | undefined =>
    parts.some(({ rules }) => ruleOf(rules))
      ? (task) => or(...parts.map(({ rules, relabel }) => relabel.expression(ruleOf(rules)?.(task) ?? never)))
      : undefined;
  const [held, awaits, signals] = [
    ofTask((rules) => rules.held),
    ofTask((rules) => rules.awaits),
    ofTask((rules) => rules.signals ?? rules.awaits),
  ];
  const inTransition = or(
    ...parts.map(({ rules, relabel }) => relabel.expression(rules.inTransition ?? never)),
  );
  const isWorkedOn = (patch: string): Expression<boolean> =>
    at(processNamed(patcherName), patcherLabels.workingOn(patch));
  return {
    ...(held && { held }),
    ...(awaits && { awaits }),
    ...(signals && { signals }),
    checks: parts.flatMap(({ patch, rules, relabel }) =>
      (rules.checks ?? []).map((each) => ({
        ...each,
        name: `${each.name} (${patch.name})`,
        holds: relabel.expression(each.holds),
        ...(each.onTopOf && {
          onTopOf: (task: ProcessReference): Expression<boolean> =>
            relabel.expression(each.onTopOf?.(task) ?? always),
        }),
      })),
    ),
    inTransition,
    isPatched: and(
      not(inTransition),
      or(...parts.map(({ rules, relabel }) => relabel.expression(rules.isPatched ?? never))),
    ),
    removing: or(
      ...parts.map(({ patch, rules, relabel }) =>
        and(isWorkedOn(patch.name), relabel.expression(rules.removing ?? never)),
      ),
    ),
    reversals: parts.flatMap(({ rules: { reversal }, relabel }) =>
      reversal
        ? [{ possible: relabel.expression(reversal.possible), done: relabel.expression(reversal.done) }]
        : [],
    ),
  };
}
