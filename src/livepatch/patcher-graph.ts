import { type CallbackName, firstVersion, type TaskDeclaration } from '../scenario/index.js';
import {
  type Assignment,
  always,
  and,
  at,
  conditional,
  identity,
  never,
  nobody,
  not,
  or,
  type ProcessTemplate,
  SystemDefinitionError,
} from '../system/index.js';
import { BodyCompiler } from './body.js';
import { endOf, type Frame, positionsOf } from './frame.js';
import type { StepParts } from './graph-builder.js';
import type { Patcher, PatcherStep } from './patcher.js';
import { aboutFunction, action, type Surroundings, TaskGraph } from './task-graph.js';
import { labels, mechanismRole, patcherName, stepTags, taggedAt, taskRole, thisTask } from './vocabulary.js';
import type { CompiledTask } from './workload.js';

/**
 * Makes the program graph of the patcher, or of another process of the mechanism. Its places are labels too, so that rules can speak
 * of where it stands. Where it runs callbacks it plays the role of a task, for it takes locks then, and calls functions.
 *
 * @param passesSomeBy whether there are tasks that are in no task list
 * @throws SystemDefinitionError when it has no step
 * @throws TaskTooLargeError
 */
export function compileMechanism(
  { name, steps, labels: carried, underMutex = [] }: Patcher,
  passesSomeBy: boolean,
  around: Surroundings,
): CompiledTask {
  const [first] = steps;
  if (first === undefined)
    throw new SystemDefinitionError([`the ${name} has no step: expected at least one`]);
  const graph = new TaskGraph(declarationOf(name), around, 'mechanism');
  const { mutex } = around.scenario.patch;
  // It takes locks, and calls functions, as a task does.
  const isTask = mutex !== undefined || steps.some(({ callback }) => callback);
  const own = isTask ? [labels.mechanism, labels.unlisted] : [];
  const places = steps.flatMap(({ from, to, callback }) => [from, to, callback?.failsTo ?? to]);
  // What it is amid, it goes on with; elsewhere nothing may be left for it to do.
  for (const place of new Set(places))
    graph.addLocation(
      place,
      [place, ...(carried?.get(place) ?? []), ...own],
      !(isTask && underMutex.includes(place)),
    );
  // Whoever stops the machine goes on in it.
  const { isAlone = never, stopped = never } = around.rules;
  const goesOn = name === patcherName ? always : not(or(isAlone, stopped));
  const locking = mutexOf(around, underMutex);
  for (const step of steps) {
    const { from, to, when = always, set = [], choice, callback, withoutMutex } = step;
    const takes = withoutMutex ? {} : locking.takenFrom(from);
    const parts: StepParts = {
      guard: and(goesOn, when, takes.guard ?? always),
      set: passesSomeBy ? set.map(unlessUnlisted) : set,
      ...(choice && { choice }),
    };
    const its = actionOf(step, takes.tags);
    if (callback)
      graph.addEdge(
        from,
        addCallback(graph, { ...step, callback }, own, withoutMutex ? () => ({}) : locking.releasedAt),
        its,
        {
          ...parts,
          set: [...(parts.set ?? []), ...(takes.set ?? [])],
          moment: 'traversal end',
        },
      );
    else {
      // What is taken and released in one step stays as it is.
      const [taken, released] = [takes.set, withoutMutex ? undefined : locking.releasedAt(to).set];
      const one = taken && released ? [] : [...(taken ?? []), ...(released ?? [])];
      graph.addEdge(from, to, its, { ...parts, set: [...(parts.set ?? []), ...one] });
    }
  }
  const { graph: built, executed, moments } = graph.build(first.from, first.from);
  const roles = isTask ? [mechanismRole, taskRole] : [mechanismRole];
  return { template: { name, count: 1, roles, graph: built } satisfies ProcessTemplate, executed, moments };
}

/** How the mutex is taken and released at steps, if the scenario has one. */
interface Locking {
  /** Of a step from a place: it takes the mutex, unless it is held there. */
  takenFrom(place: string): StepParts & { readonly tags?: readonly string[] };
  /** Of a step to a place, which begins with the mutex: it is released, unless it is held there. */
  releasedAt(place: string): StepParts;
}

function mutexOf({ scenario, variables }: Surroundings, underMutex: readonly string[]): Locking {
  const { mutex } = scenario.patch;
  if (mutex === undefined) return { takenFrom: () => ({}), releasedAt: () => ({}) };
  const owner = variables.locks.ownerOfShared(mutex);
  const isHeldAt = (place: string): boolean => underMutex.includes(place);
  return {
    takenFrom: (place) =>
      isHeldAt(place)
        ? {}
        : {
            guard: owner.is(nobody),
            set: [owner.becomes(identity(thisTask))],
            tags: [stepTags.acquires, taggedAt(stepTags.acquires, place)],
          },
    releasedAt: (place) => (isHeldAt(place) ? {} : { set: [owner.becomes(nobody)] }),
  };
}

/** A process of the mechanism, as far as its graph is that of a task. */
function declarationOf(name: string): TaskDeclaration {
  return { kind: 'kthread', name, count: 1, body: [], source: { line: 1, column: 1 } };
}

function actionOf({ action: name, functionName, ...step }: PatcherStep, tags: readonly string[] = []) {
  return action(
    name,
    [
      ...tags,
      ...(step.completes ? [stepTags.completes] : []),
      ...(step.voluntary ? [stepTags.voluntary] : []),
      ...(step.changesItsMind ? [stepTags.changesItsMind] : []),
      ...(step.isTakenIfPossibleAgainAndAgain ? [stepTags.succeeds] : []),
    ],
    functionName === undefined ? {} : aboutFunction(functionName),
  );
}

/** The body of a callback, of which a call is a traversal of the kernel by itself. Gives where it begins. */
function addCallback(
  graph: TaskGraph,
  {
    from,
    to,
    callback: { name, failsTo },
  }: PatcherStep & { readonly callback: { readonly name: CallbackName } },
  own: readonly string[],
  release: Locking['releasedAt'],
): string {
  const { scenario } = graph.around;
  const body = scenario.patch.callbacks.get(name) ?? [];
  const path = pathOf(name, graph);
  const inside = [from, labels.inCallback, ...own];
  const addReturn = (location: string, what: string, place: string): string => {
    graph.addLocation(location, [...inside, labels.leavingKernel]);
    graph.addEdge(location, place, action(what), { ...release(place), moment: 'traversal end' });
    return location;
  };
  const end = addReturn(endOf(path), `returns from the callback ${name}`, to);
  const frame: Frame = {
    path,
    labels: inside,
    writtenFor: firstVersion(scenario),
    bodyName: `callback ${name}`,
    positions: positionsOf(body),
    end,
    endWith: () => end,
    labelled: new Map(),
    ...(failsTo !== undefined && {
      failure: addReturn(`${path}: error`, `returns from the callback ${name} with an error`, failsTo),
    }),
    loopHasSafePoint: false,
    textIsThis: always,
  };
  return new BodyCompiler(graph).compile(body, frame, end);
}

/** Of a callback that is run at several places, each is told apart. */
function pathOf(name: CallbackName, graph: TaskGraph): string {
  const path = `callback ${name}`;
  let number = 1;
  while (graph.has(endOf(numbered(path, number)))) number++;
  return numbered(path, number);
}

function numbered(path: string, number: number): string {
  return number === 1 ? path : `${path} (${number})`;
}

/** A walk over the task list does not come to a task that is not in it. Of a dead one nobody asks any more. */
function unlessUnlisted(assignment: Assignment): Assignment {
  const { forEach, of, name, value } = assignment;
  if (!forEach || !of) return assignment;
  const isPassedBy = and(at(of, labels.unlisted), not(at(of, labels.exited)), not(at(of, labels.mechanism)));
  return { ...assignment, value: conditional(isPassedBy, { kind: 'variable', name, of }, value) };
}
