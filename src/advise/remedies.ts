import { allStatements, bodiesOf, isPatched } from '../arbitraries/index.js';
import type { ScenarioDocument, StatementDocument } from '../scenario/index.js';
import type { Edit } from './edit-text.js';

/** One small change of a scenario that may make it safe. */
export type Remedy = Change & { readonly edits: readonly Edit[] };

/** What is changed. */
export type Change =
  /** A function that the patch does not change is replaced too, by one that does the same. */
  | { readonly kind: 'patch-function'; readonly name: string }
  /** The patch lists its functions in that order. */
  | { readonly kind: 'function-order'; readonly order: readonly string[] }
  /** The new function takes two locks in the order in which the old one does. */
  | { readonly kind: 'lock-order'; readonly name: string; readonly locks: readonly [string, string] }
  /** The new function stands what the old ones write, too. */
  | {
      readonly kind: 'accept-both';
      readonly name: string;
      readonly data: string;
      readonly values: readonly string[];
    }
  /** The kernel thread passes a safe point before each round of its work. */
  | { readonly kind: 'safe-point'; readonly name: string };

type Body = readonly StatementDocument[];

/** The changes that can be tried, the least first. */
export function remediesFor(document: ScenarioDocument): readonly Remedy[] {
  return [
    ...functionOrders(document),
    ...moreFunctions(document),
    ...safePoints(document),
    ...acceptBoth(document),
    ...lockOrders(document),
  ];
}

/** Of more functions, each order would be too many. */
const mostInOrder = 4;

function functionOrders({ functions, patch }: ScenarioDocument): readonly Remedy[] {
  const patched = Object.keys(functions).filter((name) => {
    const declared = functions[name];
    return declared && isPatched(declared);
  });
  if (patched.length < 2 || patched.length > mostInOrder) return [];
  const current = (patch?.order ?? patched).join('\n');
  return permutations(patched)
    .filter((order) => order.join('\n') !== current)
    .map((order) => ({ kind: 'function-order', order, edits: [{ path: ['patch', 'order'], value: order }] }));
}

function permutations(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length < 2) return [names];
  return names.flatMap((first) =>
    permutations(names.filter((name) => name !== first)).map((rest) => [first, ...rest]),
  );
}

function moreFunctions({ functions, syscalls = {}, patch }: ScenarioDocument): readonly Remedy[] {
  const withPatched = (name: string, body: Body, edits: readonly Edit[] = []): Remedy => ({
    kind: 'patch-function',
    name,
    edits: [
      { path: ['functions', name], value: { old: body, new: body } },
      ...edits,
      ...(patch?.order ? [{ path: ['patch', 'order'] as const, value: [...patch.order, name] }] : []),
    ],
  });
  const others = Object.entries(functions).flatMap(([name, declared]) =>
    // One that has a signature written down keeps it as it is.
    Array.isArray(declared) ? [withPatched(name, declared)] : [],
  );
  // What a system call does besides calling functions is a function of the kernel too.
  const entries = Object.entries(syscalls).flatMap(([syscall, body]) => {
    const name = `sys_${syscall}`;
    if (Object.hasOwn(functions, name) || body.length < 2) return [];
    return [withPatched(name, body, [{ path: ['syscalls', syscall], value: [`call ${name}`] }])];
  });
  return [...others, ...entries];
}

function safePoints({ tasks }: ScenarioDocument): readonly Remedy[] {
  return Object.entries(tasks).flatMap(([name, task]): Remedy[] =>
    task.kind === 'kthread' && !task.runs.includes('safe-point')
      ? [
          {
            kind: 'safe-point',
            name,
            edits: [{ path: ['tasks', name, 'runs'], value: ['safe-point', ...task.runs] }],
          },
        ]
      : [],
  );
}

/** What old bodies write and no new one does: a format that the new code has given up, and may find where the old one has been. */
function acceptBoth({ functions }: ScenarioDocument): readonly Remedy[] {
  const declared = Object.values(functions);
  const byOld = written(declared.flatMap((each) => (isPatched(each) ? [each.old] : [])));
  const byNew = written(declared.flatMap((each) => (isPatched(each) ? [each.new] : bodiesOf(each))));
  return Object.entries(functions).flatMap(([name, each]): Remedy[] =>
    !isPatched(each)
      ? []
      : [...byOld].flatMap(([data, values]): Remedy[] => {
          const givenUp = [...values].filter((value) => !byNew.get(data)?.has(value));
          const edits = editsIn(each.new, ['functions', name, 'new'], (statement) => {
            const [, asserted, value] = /^assert (\S+) = (\S+)$/.exec(statement) ?? [];
            return asserted !== data || givenUp.length === 0 || givenUp.includes(value ?? '')
              ? statement
              : `assert ${[value, ...givenUp].map((accepted) => `${data} = ${accepted}`).join(' or ')}`;
          });
          return edits.length === 0 ? [] : [{ kind: 'accept-both', name, data, values: givenUp, edits }];
        }),
  );
}

/** The values that are written to each data. */
function written(bodies: readonly Body[]): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const statement of bodies.flatMap((body) => allStatements([...body]))) {
    const [, data, value] = (typeof statement === 'string' && /^set (\S+) (\S+)$/.exec(statement)) || [];
    if (data !== undefined && value !== undefined)
      values.set(data, (values.get(data) ?? new Set()).add(value));
  }
  return values;
}

function lockOrders({ functions }: ScenarioDocument): readonly Remedy[] {
  return Object.entries(functions).flatMap(([name, declared]): Remedy[] => {
    if (!isPatched(declared)) return [];
    const [old, changed] = [acquired(declared.old), acquired(declared.new)];
    return changed.flatMap((first, index) =>
      changed.slice(index + 1).flatMap((second): Remedy[] => {
        if (old.indexOf(second) < 0 || old.indexOf(second) > old.indexOf(first)) return [];
        const edits = editsIn(declared.new, ['functions', name, 'new'], (statement) => {
          const [, keyword, lock] = /^(lock|unlock) (\S+)$/.exec(statement) ?? [];
          if (lock !== first && lock !== second) return statement;
          return `${keyword} ${lock === first ? second : first}`;
        });
        return [{ kind: 'lock-order', name, locks: [second, first], edits }];
      }),
    );
  });
}

/** The locks that a body takes, in the order in which it first does. */
function acquired(body: Body): readonly string[] {
  return [
    ...new Set(
      allStatements([...body]).flatMap((each) => {
        const [, lock] = (typeof each === 'string' && /^lock (\S+)$/.exec(each)) || [];
        return lock === undefined ? [] : [lock];
      }),
    ),
  ];
}

/** Edits of the statements of a body, those inside others too, that are to be written otherwise. */
function editsIn(body: Body, path: Edit['path'], change: (statement: string) => string): readonly Edit[] {
  return body.flatMap((statement, index): readonly Edit[] => {
    const here: Edit['path'] = [...path, index];
    if (typeof statement === 'string') {
      const changed = change(statement);
      return changed === statement ? [] : [{ path: here, value: changed }];
    }
    return Object.entries(statement).flatMap(([key, part]: [string, unknown]) => {
      if (!Array.isArray(part)) return [];
      return part.every((each) => Array.isArray(each))
        ? part.flatMap((branch: Body, which) => editsIn(branch, [...here, key, which], change))
        : editsIn(part as Body, [...here, key], change);
    });
  });
}
