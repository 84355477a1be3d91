import { closest } from 'fastest-levenshtein';
import { oldAndNew, type Scenario } from '../scenario/index.js';
import { always, processNamed } from '../system/index.js';
import { awaitedConditions } from './bodies.js';
import type { CodeStates } from './code-states.js';
import type { Mechanism } from './mechanism-rules.js';
import type { ModelInstance } from './model.js';
import { assertionsOf, type NamedObserver } from './observer.js';
import type { Patcher } from './patcher.js';
import type { Question } from './question.js';
import {
  acquires,
  acquiresToRead,
  declaredAs,
  forks,
  insideFunction,
  insideModule,
  labels,
  queuesFor,
  queuesToRead,
  releases,
  releasesRead,
  stepTags,
  thisTask,
  waitsFor,
  waitsUntil,
} from './vocabulary.js';

/*
 * What a model or a property says that cannot be meant: a label that nothing carries is a condition which is false for
 * ever, and makes a property hold because it never looks; a model that says how it switches, and does it otherwise, stands in the
 * wrong place of the taxonomy.
 */

/** What the author of a model or a property has said, as data, and what is looked for in it. */
export interface Said {
  /** Who has said it: `model 'mine'`, `property 'convergence'`. */
  readonly by: string;
  readonly data: unknown;
}

type SaidOfPatch = Mechanism['said'][number];

/** What the rules of a model say, each asked of some task and of each patched function. */
export function saidByModel({ name }: ModelInstance, { rules, functions }: SaidOfPatch): Said {
  const {
    entersNew,
    interruptEntersNew,
    beforeCall,
    onPreemptionOn,
    held,
    awaits,
    signals,
    freed,
    ...others
  } = rules;
  return {
    by: `model '${name}'`,
    data: [
      others,
      onPreemptionOn?.(always),
      ...[held, awaits, signals].map((rule) => rule?.(thisTask)),
      ...functions.map((each) => [
        entersNew(thisTask, each),
        interruptEntersNew?.(thisTask, each),
        beforeCall?.(each),
        freed?.old?.(each),
        freed?.new?.(each),
      ]),
    ],
  };
}

/** @param questions what the property asks of this composition */
export function saidByProperty(
  observer: NamedObserver,
  questions: readonly Question[],
  { bodies }: CodeStates,
): Said {
  const { property, onCall, onTraversalEnd } = observer;
  const atCalls = bodies.map((body) => [
    assertionsOf(observer, body),
    onCall?.(body.version, body.functionName),
  ]);
  return { by: `property '${property}'`, data: [observer, atCalls, onTraversalEnd?.(), questions] };
}

/**
 * The labels that are asked for and that no location can carry.
 *
 * @param processes those of the mechanism
 * @param claimed the labels that the bodies of the scenario give themselves
 * @returns one sentence for each, with the nearest label that there is
 */
export function unknownLabels(
  said: readonly Said[],
  processes: readonly Patcher[],
  scenario: Scenario,
  claimed: readonly string[],
): readonly string[] {
  const { functions, patch, locks, events, completions, tasks, modules } = scenario;
  const ofTasks = new Set<string>([
    ...Object.values(labels),
    ...patch.functions.flatMap((name) => oldAndNew.map((version) => insideFunction(name, version))),
    ...functions.flatMap((each) =>
      each.kind === 'patched'
        ? [...each.versions.keys()].map((version) => insideFunction(each.name, version))
        : [],
    ),
    ...modules.map(({ name }) => insideModule(name)),
    ...locks.flatMap(({ name }) =>
      [acquires, releases, acquiresToRead, releasesRead, queuesFor, queuesToRead].map((of) => of(name)),
    ),
    ...[...events, ...completions].map(waitsFor),
    ...awaitedConditions(scenario).map(waitsUntil),
    ...tasks.flatMap(({ name }) => [declaredAs(name), forks(name)]),
    ...claimed,
  ]);
  const ofProcesses = new Map(
    processes.map((each) => [each.name, [...each.places, ...[...(each.labels?.values() ?? [])].flat()]]),
  );
  const problems = said.flatMap(({ by, data }) =>
    labelsAsked(data).flatMap(({ label, process }) => {
      const places = process === undefined ? undefined : ofProcesses.get(process);
      const known = places ?? [...ofTasks];
      if (known.includes(label)) return [];
      const what = places ? `the ${process} has no place '${label}'` : `no task has a label '${label}'`;
      return [`${by}: ${what}: did you mean '${closest(label, known)}'?`];
    }),
  );
  return [...new Set(problems)];
}

/**
 * The tags by which properties leave steps out, and that no step can carry.
 *
 * @returns one sentence for each, with the nearest tag that there is
 */
export function unknownTags(questions: readonly Question[]): readonly string[] {
  const known: readonly string[] = Object.values(stepTags);
  const problems = questions.flatMap((each) => {
    const tag = each.kind === 'possibility' ? each.possibility.withoutTag : undefined;
    if (tag === undefined || known.includes(tag)) return [];
    return [
      `property '${each.property}': no step has a tag '${tag}': did you mean '${closest(tag, known)}'?`,
    ];
  });
  return [...new Set(problems)];
}

interface AskedLabel {
  readonly label: string;
  /** The name of the process of which it is asked, where it has one. */
  readonly process: string | undefined;
}

function labelsAsked(data: unknown): readonly AskedLabel[] {
  if (Array.isArray(data)) return data.flatMap(labelsAsked);
  if (typeof data !== 'object' || data === null) return [];
  if (data instanceof Map) return [...data.values()].flatMap(labelsAsked);
  if ('kind' in data && data.kind === 'at' && 'label' in data && typeof data.label === 'string')
    return [{ label: data.label, process: 'process' in data ? nameOfProcess(data.process) : undefined }];
  return Object.values(data).flatMap(labelsAsked);
}

function nameOfProcess(process: unknown): string | undefined {
  if (typeof process !== 'object' || process === null || !('name' in process)) return undefined;
  return typeof process.name === 'string' ? process.name : undefined;
}

/** What a mechanism does otherwise than its model says. */
export function contradictions(
  { name, model }: ModelInstance,
  { rules, functions: all }: SaidOfPatch,
  { modules }: Scenario,
): readonly string[] {
  // What is in a module is redirected only while that is there.
  const inModules = new Set(modules.flatMap((each) => each.functions));
  const functions = all.filter((each) => !inModules.has(each));
  const seen = functions.map((each) => JSON.stringify(rules.entersNew(thisTask, each)));
  const seenByAnother = functions.map((each) => JSON.stringify(rules.entersNew(processNamed(''), each)));
  const dependsOnTask = seen.some((each, index) => each !== seenByAnother[index]);
  const dependsOnFunction = new Set(seen).size > 1;
  const said = `model '${name}' says switch: '${model.switch}'`;
  return [
    ...(dependsOnTask && model.switch !== 'thread'
      ? [`${said}, and which version a call enters depends on the task that makes it: expected 'thread'`]
      : []),
    ...(dependsOnFunction && model.switch !== 'function'
      ? [`${said}, and which version a call enters depends on the function: expected 'function'`]
      : []),
    ...(rules.held && model.gather !== 'freeze' && model.gather !== 'lazy-then-freeze'
      ? [
          `model '${name}' says gather: '${model.gather}', and it holds tasks: expected 'freeze' or 'lazy-then-freeze'`,
        ]
      : []),
  ];
}
