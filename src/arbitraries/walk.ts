import { bodyOfTask, type ScenarioDocument, type StatementDocument, withBody } from '../scenario/index.js';
import type { BodyDocument } from './statements.js';

/** The bodies that stand in a statement: those of its parts that are lists, or lists of lists. */
export function branchesOf(statement: StatementDocument): readonly BodyDocument[] {
  return typeof statement === 'string' ? [] : Object.values(statement).flatMap(bodiesAt);
}

type Part = string | BodyDocument | BodyDocument[] | Record<string, BodyDocument> | undefined;

function bodiesAt(part: Part): readonly BodyDocument[] {
  if (typeof part === 'string' || part === undefined) return [];
  if (!Array.isArray(part)) return Object.values(part);
  return isListOfBodies(part) ? part : [part];
}

function isListOfBodies(part: BodyDocument | BodyDocument[]): part is BodyDocument[] {
  return Array.isArray(part[0]);
}

/** All statements of a body, those inside others too. */
export function allStatements(body: BodyDocument): readonly StatementDocument[] {
  return body.flatMap((each) => [each, ...branchesOf(each).flatMap(allStatements)]);
}

type FunctionDocument = ScenarioDocument['functions'][string];
export type PatchedDocument = Extract<FunctionDocument, { old: BodyDocument }>;
export type SignatureDocument = Extract<
  Exclude<PatchedDocument['signature'], undefined>,
  { parameters?: unknown }
>;

export function isPatched(declared: FunctionDocument): declared is PatchedDocument {
  return !Array.isArray(declared) && 'old' in declared;
}

/** Whether some patch changes it: of one patch, or of several. */
export function isChanged(declared: FunctionDocument): boolean {
  return isPatched(declared) || (!Array.isArray(declared) && 'versions' in declared);
}

/** The bodies of a function: one, or one for each version. */
export function bodiesOf(declared: FunctionDocument): readonly BodyDocument[] {
  if (isPatched(declared)) return [declared.old, declared.new];
  if ('versions' in declared) return Object.values(declared.versions);
  return [Array.isArray(declared) ? declared : declared.body];
}

/** All bodies of a scenario. */
export function bodiesIn({
  functions,
  syscalls = {},
  work = {},
  tasks,
  patch,
}: ScenarioDocument): readonly BodyDocument[] {
  return [
    ...Object.values(functions).flatMap(bodiesOf),
    ...Object.values(syscalls),
    ...Object.values(work),
    ...Object.values(tasks)
      .map(bodyOfTask)
      .filter((body) => body.length > 0),
    ...Object.values(patch?.callbacks ?? {}).filter((body) => body !== undefined),
  ];
}

/** The same scenario with other bodies. */
export function mapBodies(
  document: ScenarioDocument,
  change: (body: BodyDocument) => BodyDocument,
): ScenarioDocument {
  return {
    ...document,
    functions: mapValues(document.functions, (declared) => mapDeclared(declared, change)),
    ...(document.syscalls && { syscalls: mapValues(document.syscalls, change) }),
    ...(document.work && { work: mapValues(document.work, change) }),
    tasks: mapValues(document.tasks, (task) => withBody(task, change(bodyOfTask(task)))),
    ...(document.patch?.callbacks && {
      patch: {
        ...document.patch,
        callbacks: mapValues(document.patch.callbacks, (body) => body && change(body)),
      },
    }),
  };
}

function mapValues<T>(record: Readonly<Record<string, T>>, map: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** The same function with other bodies. */
export function mapDeclared(
  declared: FunctionDocument,
  change: (body: BodyDocument) => BodyDocument,
): FunctionDocument {
  if (isPatched(declared)) return { ...declared, old: change(declared.old), new: change(declared.new) };
  if ('versions' in declared) return { ...declared, versions: mapValues(declared.versions, change) };
  return Array.isArray(declared) ? change(declared) : { ...declared, body: change(declared.body) };
}

/** A body without the statements for which something holds, wherever they stand. */
export function dropStatements(
  body: BodyDocument,
  isDropped: (statement: StatementDocument) => boolean,
): BodyDocument {
  return body
    .filter((each) => !isDropped(each))
    .map((each) => mapBranches(each, (branch) => dropStatements(branch, isDropped)));
}

/** The same statement with other bodies in it. */
export function mapBranches(
  statement: StatementDocument,
  change: (body: BodyDocument, index: number) => BodyDocument,
): StatementDocument {
  if (typeof statement === 'string') return statement;
  let index = 0;
  const next = (body: BodyDocument): BodyDocument => change(body, index++);
  const changed = Object.entries(statement).map(([key, part]: [string, Part]) => [
    key,
    typeof part === 'string' || part === undefined
      ? part
      : Array.isArray(part)
        ? isListOfBodies(part)
          ? part.map(next)
          : next(part)
        : Object.fromEntries(Object.entries(part).map(([value, body]) => [value, next(body)])),
  ]);
  // The keys are those that it had, and each part is of the kind that it was.
  return Object.fromEntries(changed) as StatementDocument;
}

/** The keyword of a statement, and what it names: `['lock', 'A']`. */
export function keywordOf(statement: StatementDocument): readonly [string, string] {
  if (typeof statement === 'string') {
    const [keyword = '', operand = ''] = statement.split(' ');
    return [keyword, nameIn(operand)];
  }
  const [keyword = '', operand] = Object.entries(statement)[0] ?? [];
  return [keyword, typeof operand === 'string' ? nameIn(operand.split(' ')[0] as string) : ''];
}

/** Of `f(x)`, it is `f`. */
function nameIn(operand: string): string {
  return operand.replace(/[(].*/, '');
}

/** The words of a statement, of its own and not of those in it: keyword, names and values. */
export function wordsOf(statement: StatementDocument): readonly string[] {
  const texts = typeof statement === 'string' ? [statement] : Object.values(statement);
  return texts.flatMap((text) => (typeof text === 'string' ? text.split(/->|[\s(),!=<>]+/) : []));
}

/** What is come to from some bodies: their statements and those of the functions that are called, and these by name. */
export function reachedFrom(
  bodies: readonly BodyDocument[],
  functions: ScenarioDocument['functions'],
): { readonly statements: readonly StatementDocument[]; readonly called: ReadonlySet<string> } {
  const statements: StatementDocument[] = [];
  const called = new Set<string>();
  const visit = (body: BodyDocument): void => {
    for (const statement of allStatements(body)) {
      statements.push(statement);
      const [keyword, name] = keywordOf(statement);
      const declared = Object.hasOwn(functions, name) ? functions[name] : undefined;
      if (keyword !== 'call' || !declared || called.has(name)) continue;
      called.add(name);
      for (const each of bodiesOf(declared)) visit(each);
    }
  };
  for (const body of bodies) visit(body);
  return { statements, called };
}
