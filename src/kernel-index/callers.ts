import type { FunctionDefinition, Reference } from './definition.js';
import type { EntryKind, EntryTable } from './entry-table.js';
import type { KernelIndex } from './kernel-index.js';

/** How one function comes to be called by another. */
export type CallStep =
  | { readonly kind: 'call' }
  /**
   * Through a pointer in a field. Fields of other types may have the same name, and the caller may mean one of them.
   *
   * @property implementers how many functions stand in fields of that name and that type, or whose type is not told
   * @property types how many types have fields of that name in which functions stand
   */
  | { readonly kind: 'field'; readonly field: string; readonly implementers: number; readonly types: number };

/** A function that calls another one. */
export interface Caller {
  readonly function: FunctionDefinition;
  /** What it calls, towards the function that was asked about; absent for that one itself. */
  readonly calls?: { readonly function: FunctionDefinition; readonly step: CallStep };
}

/** A place where a function is called from outside. */
export interface EntryPoint {
  readonly kind: EntryKind;
  /** The first function of the kernel's that is known to run. */
  readonly function: FunctionDefinition;
  /** The place that makes it an entry; absent where the function itself is one, as a system call is. */
  readonly reference?: Reference;
  /** From the entry to the function that was asked about, a shortest one. */
  readonly path: readonly FunctionDefinition[];
}

/** A function whose address goes where nobody is known to call it. */
export interface LostAddress {
  readonly reference: Reference;
  readonly function: FunctionDefinition;
  /** How many functions stand in a field of that name, where there are too many to tell who is called. */
  readonly implementers?: number;
}

/** All that comes to a function, as far as it is known. */
export interface CallersUp {
  /** The function itself first, then the nearer ones before the farther ones. */
  readonly callers: readonly Caller[];
  readonly entries: readonly EntryPoint[];
  /** What may be called by others than those that are listed. */
  readonly lost: readonly LostAddress[];
  /** Whether there were more functions than were asked for. */
  readonly isCut: boolean;
}

export interface CallersOptions {
  readonly table: EntryTable;
  /** Where more functions than this stand in fields of one name, calls through it are not followed. @default 10 */
  readonly maximumImplementers?: number;
  /** @default 2000 */
  readonly maximumFunctions?: number;
}

/** All functions from which one is reached, up to where the kernel is entered: breadth first. */
export function callersUp(
  index: KernelIndex,
  target: FunctionDefinition,
  { table, maximumImplementers = 10, maximumFunctions = 2000 }: CallersOptions,
): CallersUp {
  const found = new Map<number, Caller>([[target.id, { function: target }]]);
  const entries: EntryPoint[] = [];
  const lost: LostAddress[] = [];
  const fields = new Fields(index);
  let isCut = false;
  const reach = (caller: FunctionDefinition, callee: FunctionDefinition, step: CallStep): void => {
    if (found.has(caller.id)) return;
    if (found.size >= maximumFunctions) isCut = true;
    else found.set(caller.id, { function: caller, calls: { function: callee, step } });
  };
  // Those that are found meanwhile are visited too.
  for (const { function: callee } of found.values()) {
    const enter = (kind: EntryKind, reference?: Reference): void => {
      entries.push({
        kind,
        function: callee,
        ...(reference && { reference }),
        path: pathFrom(callee, found),
      });
    };
    const own = ownKind(callee);
    if (own) enter(own);
    for (const caller of index.callersOf(callee)) reach(caller, callee, { kind: 'call' });
    for (const reference of index.referencesTo(callee)) {
      const kind = table.kindOf(reference);
      if (kind) enter(kind, reference);
      else if (isExport(reference)) continue;
      else followField(callee, reference);
    }
  }
  return { callers: [...found.values()], entries, lost, isCut };

  function followField(callee: FunctionDefinition, reference: Reference): void {
    const { how } = reference;
    if (how.kind !== 'field' && how.kind !== 'assignment') {
      lost.push({ reference, function: callee });
      return;
    }
    const { implementers, types, callers } = fields.of(
      how.field,
      how.kind === 'field' ? how.type : undefined,
    );
    const isFollowed = implementers <= maximumImplementers && callers.length > 0;
    if (!isFollowed)
      lost.push({ reference, function: callee, ...(implementers > maximumImplementers && { implementers }) });
    else
      for (const caller of callers)
        reach(caller, callee, { kind: 'field', field: how.field, implementers, types });
  }
}

/** What is known of fields, each asked once. */
class Fields {
  private readonly known = new Map<string, ReturnType<Fields['ask']>>();

  constructor(private readonly index: KernelIndex) {}

  of(field: string, type: string | undefined) {
    const key = `${type ?? ''}.${field}`;
    const found = this.known.get(key) ?? this.ask(field, type);
    this.known.set(key, found);
    return found;
  }

  private ask(field: string, type: string | undefined) {
    return { ...this.index.countImplementers(field, type), callers: this.index.callersThrough(field) };
  }
}

/** What a function is by itself, wherever its address is. */
function ownKind({ traits }: FunctionDefinition): EntryKind | undefined {
  if (traits.has('systemCall')) return 'system-call';
  return traits.has('asmlinkage') ? 'assembly' : undefined;
}

/** Whether modules that are not in the tree may call it: of them nothing is known, and nothing is asked. */
export function isExport({ how }: Reference): boolean {
  return how.kind === 'argument' && /^EXPORT_(?:TRACEPOINT_)?SYMBOL/.test(how.callee);
}

function pathFrom(
  entry: FunctionDefinition,
  found: ReadonlyMap<number, Caller>,
): readonly FunctionDefinition[] {
  const path: FunctionDefinition[] = [];
  for (let at: Caller | undefined = found.get(entry.id); at; at = at.calls && found.get(at.calls.function.id))
    path.push(at.function);
  return path;
}
