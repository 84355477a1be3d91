import type { Node, Tree } from 'web-tree-sitter';

/** A function that stands in a table: `.setsockopt = packet_setsockopt` in a `struct proto_ops`. */
export interface TableEntry {
  /** Empty where it is not said. */
  readonly struct: string;
  readonly field: string;
  readonly function: string;
}

/** Calls that put a function somewhere, each with the argument that it is, and where. */
const setters: ReadonlyMap<
  string,
  { readonly argument: number; readonly struct: string; readonly field: string }
> = new Map([
  ['INIT_WORK', { argument: 1, struct: 'work_struct', field: 'func' }],
  ['INIT_DELAYED_WORK', { argument: 1, struct: 'delayed_work', field: 'func' }],
  ['timer_setup', { argument: 1, struct: 'timer_list', field: 'function' }],
  ['tasklet_setup', { argument: 1, struct: 'tasklet_struct', field: 'callback' }],
  ['kthread_run', { argument: 0, struct: 'kthread', field: 'function' }],
  ['kthread_create', { argument: 0, struct: 'kthread', field: 'function' }],
  ['call_rcu', { argument: 1, struct: 'rcu_head', field: 'func' }],
  ['request_irq', { argument: 1, struct: 'irqaction', field: 'handler' }],
  ['request_threaded_irq', { argument: 2, struct: 'irqaction', field: 'thread_fn' }],
]);

/** The functions of a file that are put into tables, where tables are initialised, assigned to, or set by a call. */
export function entriesOf(tree: Tree, functions: { has(name: string): boolean }): readonly TableEntry[] {
  const { rootNode } = tree;
  const of = (type: string): readonly Node[] =>
    rootNode.descendantsOfType(type).filter((node) => node !== null);
  const found = [
    ...of('initializer_pair').map((pair) => ({
      struct: () => structOf(pair),
      field: pair.childForFieldName('designator')?.text.replace(/^\./, ''),
      value: pair.childForFieldName('value'),
    })),
    ...of('assignment_expression').map((assignment) => ({
      struct: () => '',
      field: assignment.childForFieldName('left')?.childForFieldName('field')?.text,
      value: assignment.childForFieldName('right'),
    })),
    ...of('call_expression').map((call) => {
      const setter = setters.get(call.childForFieldName('function')?.text ?? '');
      return {
        struct: () => setter?.struct ?? '',
        field: setter?.field,
        value: setter ? (call.childForFieldName('arguments')?.namedChild(setter.argument) ?? null) : null,
      };
    }),
  ];
  return found.flatMap(({ struct, field, value }) => {
    const name = value?.text.replace(/^&/, '') ?? '';
    return field !== undefined && functions.has(name) ? [{ struct: struct(), field, function: name }] : [];
  });
}

/** The type of the table in which a pair stands. */
function structOf(pair: Node): string {
  for (let node: Node | null = pair; node; node = node.parent)
    if (node.type === 'declaration') {
      const type = node.childForFieldName('type');
      return type?.childForFieldName('name')?.text ?? type?.text ?? '';
    }
  return '';
}
