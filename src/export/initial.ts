import type { Value, Variable } from '../system/index.js';
import { codeOf } from './declarations.js';
import type { Layout, Storage } from './layout.js';
import { indent } from './text.js';

/** What a process that starts all others does before, all in one step. */
export interface Start {
  readonly proctypes: readonly { readonly name: string; readonly count: number }[];
  /** Conditions that have to be true from the start. */
  readonly required: readonly string[];
  /** Whether claims have to know when it is done. */
  readonly isSeen: boolean;
}

/** Chooses among the initial values of each variable, and starts the processes. */
export function initOf(layout: Layout, { proctypes, required, isSeen }: Start): readonly string[] {
  const statements = [
    ...layout.system.variables.flatMap((variable) => choicesOf(layout, variable)),
    ...required.map((each) => `require(${each});`),
    ...proctypes.flatMap(({ name, count }) => Array.from({ length: count }, () => `run ${name}();`)),
    ...(isSeen ? ['started = true;'] : []),
  ];
  return ['init {', ...indent(['atomic {', ...indent(statements), '}']), '}'];
}

function choicesOf(layout: Layout, { name, initial }: Variable): readonly string[] {
  const storage = layout.storageOf(name);
  if (storage.kind === 'constant' || initial.length === 1) return [];
  const targets = storage.owners.length === 0 ? [undefined] : storage.owners;
  return targets.map((owner) => {
    const options = initial.map((value) => `:: ${set(layout, storage, owner, value)}`);
    return `if ${options.join(' ')} fi;`;
  });
}

function set(
  layout: Layout,
  storage: Exclude<Storage, { kind: 'constant' }>,
  owner: number | undefined,
  value: Value,
): string {
  const { identifier, kind } = storage;
  const code = codeOf(storage, value);
  const text = storage.coding.encode(value)?.text ?? String(code);
  if (kind === 'scalar' || owner === undefined) return `${identifier} = ${text}`;
  const process = layout.nameOf(owner);
  if (kind === 'array') return `${identifier}[${process}] = ${text}`;
  return `${identifier} = ${code === 1 ? 'with' : 'without'}(${identifier}, ${process})`;
}
