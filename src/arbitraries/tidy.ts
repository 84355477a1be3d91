import { locksOf, type ScenarioDocument } from '../scenario/index.js';
import { names } from './statements.js';
import { allStatements, bodiesIn, isChanged, reachedFrom, wordsOf } from './walk.js';

/**
 * The same scenario without what nobody comes to, and with what its bodies use declared. Expected verdicts are left out, which
 * may be others now, and so is the order in which the patch lists its functions.
 *
 * @returns nothing where nothing is patched any more that anybody runs, or nobody runs
 */
export function tidy(document: ScenarioDocument): ScenarioDocument | undefined {
  const { tasks } = document;
  const run = new Set(Object.values(tasks).flatMap((task) => (task.kind === 'user' ? task.runs : [])));
  const syscalls = Object.fromEntries(
    Object.entries(document.syscalls ?? {}).filter(([name]) => run.has(name)),
  );
  const functions = calledFunctions({ ...document, syscalls });
  if (Object.keys(tasks).length === 0) return undefined;
  if (!Object.values(functions).some(isChanged)) return undefined;
  const {
    patch,
    locks: _,
    events: __,
    completions: _______,
    data: ___,
    objects: ______,
    expect: _____,
    modules,
    ...rest
  } = document;
  const homes = modulesFor(modules, functions);
  const callbacks = Object.entries(patch?.callbacks ?? {}).filter(([, body]) => body && body.length > 0);
  const kept = [
    ...Object.entries(patch ?? {}).filter(([, value]) => value === true),
    ...(callbacks.length > 0 ? [['callbacks', Object.fromEntries(callbacks)] as const] : []),
    ...(patch?.mutex !== undefined ? [['mutex', patch.mutex] as const] : []),
  ];
  const { scenario, syscalls: ____, ...others } = { ...rest, functions };
  return {
    scenario,
    ...declarationsFor({ ...document, functions, syscalls }),
    ...others,
    ...(homes.length > 0 && { modules: Object.fromEntries(homes) }),
    ...(run.size > 0 && { syscalls }),
    ...(kept.length > 0 && { patch: Object.fromEntries(kept) }),
  };
}

/** The modules of which a function is left. */
function modulesFor(
  modules: ScenarioDocument['modules'] = {},
  functions: ScenarioDocument['functions'],
): readonly (readonly [string, NonNullable<ScenarioDocument['modules']>[string]])[] {
  return Object.entries(modules).flatMap(([name, module]) => {
    const left = module.functions.filter((each) => Object.hasOwn(functions, each));
    return left.length > 0 ? [[name, { ...module, functions: left }] as const] : [];
  });
}

function calledFunctions(document: ScenarioDocument): ScenarioDocument['functions'] {
  const { called } = reachedFrom(bodiesIn({ ...document, functions: {} }), document.functions);
  return Object.fromEntries(Object.entries(document.functions).filter(([name]) => called.has(name)));
}

function declarationsFor(document: ScenarioDocument): Partial<ScenarioDocument> {
  const words = new Set(bodiesIn(document).flatMap(allStatements).flatMap(wordsOf));
  if (document.patch?.mutex !== undefined) words.add(document.patch.mutex);
  const used = (known: readonly string[]): string[] => [...new Set(known)].filter((each) => words.has(each));
  const { flag, counter, own } = names;
  const data: NonNullable<ScenarioDocument['data']> = {
    [flag]: ['v1', 'v2'],
    [counter]: '0..2',
    [own]: { values: ['v1', 'v2'], per: 'task' },
    ...document.data,
  };
  const declaredLocks = document.locks ?? [];
  const usedLocks = used([...locksOf(document).map(({ name }) => name), ...names.locks]);
  const locks: NonNullable<ScenarioDocument['locks']> = Array.isArray(declaredLocks)
    ? usedLocks
    : Object.fromEntries(usedLocks.map((name) => [name, declaredLocks[name] ?? 'mutex']));
  const completions = used(document.completions ?? []);
  const events = used([...(document.events ?? []), ...names.events]);
  const usedData = used(Object.keys(data)).map((name) => [name, data[name]] as const);
  const objects = objectsFor(
    usedData.map(([, each]) => each),
    document.objects,
  );
  return {
    ...(usedLocks.length > 0 && { locks }),
    ...(events.length > 0 && { events }),
    ...(completions.length > 0 && { completions }),
    ...(usedData.length > 0 && { data: Object.fromEntries(usedData) as typeof data }),
    ...(objects.length > 0 && { objects: Object.fromEntries(objects) }),
  };
}

/** The kinds of objects that some data refers to, and those that these refer to. */
function objectsFor(
  declared: readonly unknown[],
  objects: NonNullable<ScenarioDocument['objects']> = {},
): readonly (readonly [string, (typeof objects)[string]])[] {
  const needed = new Set<string>();
  const queue = [...declared];
  for (const each of queue) {
    if (typeof each !== 'object' || each === null || !('refers-to' in each)) continue;
    const name = String(each['refers-to']);
    if (needed.has(name)) continue;
    needed.add(name);
    queue.push(...Object.values(objects[name]?.fields ?? {}));
  }
  return Object.entries(objects).filter(([name]) => needed.has(name));
}
