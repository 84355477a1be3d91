import { callersUp, type EntryKind, type FunctionDefinition } from '../kernel-index/index.js';
import { namesOf } from './callers.js';
import type { ChangedFunction } from './facts.js';
import type { FindingsRequest, Observation } from './finding.js';

/** What follows of what a function is, and of what stands in it. */
export function codeFindings(
  changed: ChangedFunction,
  definition: FunctionDefinition | undefined,
  request: FindingsRequest,
): readonly Observation[] {
  if (changed.change !== 'changed') return changed.change === 'added' ? onceMacros(changed) : [];
  return [
    ...(definition ? placement(changed, definition, request) : []),
    ...jumpLabels(changed),
    ...staticLocals(changed),
    ...onceMacros(changed),
    ...siblingCalls(changed, request),
  ];
}

/** Of the scheduler, and of what every task of some kind stands in: `kernel/sched`, `kernel/kthread.c`, the entry of x86. */
const alwaysOnStack: ReadonlySet<string> = new Set([
  ...[
    'schedule',
    '__schedule',
    'schedule_idle',
    'preempt_schedule',
    'preempt_schedule_irq',
    'context_switch',
  ],
  ...['schedule_timeout', 'do_idle', 'cpu_startup_entry', 'start_secondary', 'rest_init', 'start_kernel'],
  ...['kthread', 'kthreadd', 'worker_thread', 'rescuer_thread', 'kthread_worker_fn', 'smpboot_thread_fn'],
  ...['ret_from_fork', 'do_syscall_64', 'do_syscall_x64', 'x64_sys_call', 'do_int80_syscall_32'],
]);

function placement(
  { name }: ChangedFunction,
  definition: FunctionDefinition,
  request: FindingsRequest,
): readonly Observation[] {
  const { traits } = definition;
  const observations: Observation[] = [];
  if (traits.has('notrace'))
    observations.push({
      rule: 'not-traceable',
      message: `${name} is ${traits.has('entry') ? 'entry code' : 'notrace'}`,
    });
  if (traits.has('init')) observations.push({ rule: 'init-code', message: `${name} is init code` });
  else if (isForInitOnly(definition, request))
    observations.push({ rule: 'init-code', message: `${name} is called by init code only` });
  if (alwaysOnStack.has(name))
    observations.push({
      rule: 'always-on-stack',
      message: `${name} is on the stack of every task that sleeps or waits`,
    });
  else if (ownKinds(definition, request).has('kernel-thread'))
    observations.push({
      rule: 'always-on-stack',
      message: `${name} is what a kernel thread runs from its first to its last instruction`,
    });
  if (traits.has('inline')) {
    const callers = request.index.callersOf(definition);
    observations.push({
      rule: 'inlined',
      message:
        callers.length > 0 ? `${name} is inline: its body is in ${namesOf(callers)}` : `${name} is inline`,
      places: callers.slice(0, 50),
    });
  }
  return observations;
}

/** Whether all that leads to a function is init or exit code. Where something leads there of which that is not known, it is not so. */
function isForInitOnly(definition: FunctionDefinition, { index, table, isWhole }: FindingsRequest): boolean {
  const { callers, entries, lost, isCut } = callersUp(index, definition, { table, maximumFunctions: 200 });
  if (!isWhole || isCut || lost.length > 0) return false;
  const entered = new Map<number, EntryKind[]>();
  for (const { function: each, kind } of entries)
    entered.set(each.id, [...(entered.get(each.id) ?? []), kind]);
  const isInit = (each: FunctionDefinition): boolean => each.traits.has('init');
  const isExplained = (each: FunctionDefinition): boolean =>
    isInit(each) || entered.has(each.id) || index.callersOf(each).length > 0;
  return (
    callers.every((each) => isExplained(each.function)) &&
    [...entered.values()].flat().every((kind) => kind === 'init' || kind === 'exit') &&
    (entered.size > 0 || callers.some((each) => isInit(each.function)))
  );
}

function ownKinds(
  definition: FunctionDefinition,
  { index, table }: FindingsRequest,
): ReadonlySet<EntryKind | undefined> {
  return new Set(index.referencesTo(definition).map((each) => table.kindOf(each)));
}

const jumpLabel =
  /\b(?:static_branch_(?:un)?likely|static_key_(?:false|true)|static_call(?:_cond)?|static_cpu_has)\s*\(\s*&?([^,()]*)/g;

function jumpLabels({ name, new: code }: ChangedFunction): readonly Observation[] {
  const keys = [...new Set([...code.matchAll(jumpLabel)].map(([, key = '']) => key.trim()))];
  return keys.length === 0
    ? []
    : [
        {
          rule: 'jump-label',
          message: `${name} depends on the static ${keys.length === 1 ? 'key' : 'keys'} ${keys.join(', ')}`,
        },
      ];
}

function staticLocals({ name, old, new: code }: ChangedFunction): readonly Observation[] {
  const [before, after] = [staticsIn(old), staticsIn(code)];
  const gone = before.filter((each) => !new RegExp(`\\b${each}\\b`).test(bodyOf(code)));
  const added = after.filter((each) => !before.includes(each));
  return [
    ...gone.map(
      (each): Observation => ({
        rule: 'static-local',
        message: `${name} does not refer to its static variable ${each} any more`,
      }),
    ),
    ...added.map(
      (each): Observation => ({
        rule: 'static-local',
        message: `${name} has a new static variable, ${each}`,
      }),
    ),
  ];
}

function bodyOf(code: string): string {
  const begin = code.indexOf('{');
  return begin < 0 ? '' : code.slice(begin + 1);
}

/** The names of static variables that a body declares. */
function staticsIn(code: string): readonly string[] {
  const declared = [
    ...bodyOf(code).matchAll(/\bstatic\b(?!\s*_)([^;={]*?)([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*[;={]/g),
  ];
  return [...new Set(declared.map(([, , each = '']) => each))];
}

const once = /\b(?:\w+_once|WARN_ONCE|WARN_ON_ONCE|DO_ONCE)(?=\s*\()/g;

function onceMacros({ name, old, new: code }: ChangedFunction): readonly Observation[] {
  const count = (text: string, macro: string): number => text.split(new RegExp(`\\b${macro}\\s*\\(`)).length;
  const added = [...new Set([...code.matchAll(once)].map(([macro]) => macro))].filter(
    (macro) => count(code, macro) > count(old, macro),
  );
  return added.map((macro) => ({ rule: 'once-macro', message: `${name} has a new call of ${macro}` }));
}

const finalCall = /\breturn\s+([A-Za-z_]\w*)\s*\([^;]*\)\s*;/g;
const noSibling = /^(?:sizeof|min|max|likely|unlikely|PTR_ERR|ERR_PTR|IS_ERR)$/;

function siblingCalls(
  { name, new: code }: ChangedFunction,
  { architecture = 'x86' }: FindingsRequest,
): readonly Observation[] {
  if (architecture !== 'powerpc') return [];
  const callees = [...new Set([...code.matchAll(finalCall)].map(([, callee = '']) => callee))].filter(
    (callee) => !noSibling.test(callee),
  );
  return callees.length === 0
    ? []
    : [{ rule: 'sibling-call', message: `${name} ends with a call of ${callees.join(', ')}` }];
}
