import { reachableStatements } from './call-graph.js';
import { didYouMean, listNames, type TextProblem, unknownName } from './diagnostic.js';
import type {
  FairnessAssumption,
  FunctionDeclaration,
  SyscallDeclaration,
  TaskDeclaration,
  WorkDeclaration,
} from './scenario.js';
import type { Body } from './statement.js';
import { kindsWithSteps } from './statement-operations.js';
import { ownBody } from './task-kinds.js';

/** What assumptions speak of. */
export interface ProcessNames {
  readonly tasks: readonly TaskDeclaration[];
  readonly syscalls: readonly SyscallDeclaration[];
  readonly functions: readonly FunctionDeclaration[];
  readonly work: readonly WorkDeclaration[];
}

const patcher = 'patcher';

/**
 * The steps that each kind of process has. These are the tags of steps: the table `stepTags` of the vocabulary in
 * `src/livepatch` has the same words, which a scenario must not know more of.
 */
const stepsByKind: Readonly<Record<TaskDeclaration['kind'] | 'patcher', readonly string[]>> = {
  user: ['enters-kernel', 'wakes-up', 'is-woken', 'acquires', 'leaves-loop', 'exits'],
  kthread: ['wakes-up', 'is-woken', 'acquires', 'leaves-loop'],
  'cpu-hog': ['is-woken', 'is-interrupted'],
  signaller: ['enters-kernel', 'is-woken'],
  idle: ['is-woken', 'acquires', 'leaves-loop'],
  worker: ['wakes-up', 'is-woken', 'acquires', 'leaves-loop'],
  interrupt: ['interrupts', 'acquires', 'leaves-loop'],
  timer: ['interrupts', 'acquires', 'leaves-loop'],
  patcher: ['completes'],
};
const allSteps = [...new Set(Object.values(stepsByKind).flat())];

/** Parses `process` or `steps(process)`, and looks both up. */
export function parseAssumption(
  text: string,
  names: ProcessNames,
): Pick<FairnessAssumption, 'process' | 'steps'> | TextProblem {
  const [, first = '', second] = /^([^(]*)(?:\( *([^ )]*) *\))?$/.exec(text) ?? [];
  if (second === undefined) return findProcess(first, 0, names) ?? { process: first };
  const wrong =
    findProcess(second, text.indexOf(second, first.length), names) ?? findSteps(first, second, names);
  return wrong ?? { process: second, steps: first };
}

/** What is wrong with the name of a process. */
function findProcess(name: string, index: number, { tasks }: ProcessNames): TextProblem | undefined {
  const known = [...tasks.map((task) => task.name), patcher];
  if (known.includes(name)) return undefined;
  const [code, message, hint] = unknownName('process', name, known);
  const several = tasks.find(({ name: all, count }) => count > 1 && name.startsWith(`${all}.`));
  if (several)
    return { index, code, message, hint: `'${several.name}' means each of the ${several.count} by itself` };
  return {
    index,
    code,
    message,
    hint: allSteps.includes(name) ? `of a process: ${name}(${known[0]})` : hint,
  };
}

/** What is wrong with the steps of a process that there is. */
function findSteps(steps: string, process: string, names: ProcessNames): TextProblem | undefined {
  const task = names.tasks.find(({ name }) => name === process);
  const kind = task?.kind ?? patcher;
  const known = stepsByKind[kind];
  if (!known.includes(steps)) {
    const hint = didYouMean(steps, known);
    const whose = task ? `'${process}', a ${kind} task,` : 'the patcher';
    const message = `${whose} has no steps '${steps}', expected one of: ${listNames(known, 'none')}`;
    return { index: 0, code: 'invalid-fairness', message, ...(hint && { hint }) };
  }
  const lacking = task && whyNever(steps, task, names);
  return lacking === undefined
    ? undefined
    : {
        index: 0,
        code: 'invalid-fairness',
        message: `'${process}' never takes steps '${steps}': ${lacking}`,
      };
}

/** Why a task never takes steps that its kind has, if it does not. */
function whyNever(steps: string, task: TaskDeclaration, names: ProcessNames): string | undefined {
  if (steps === 'exits' && task.kind === 'user' && task.repeat !== 'once') return "it has no 'repeat: once'";
  if (steps === 'is-interrupted' && task.kind === 'cpu-hog' && !task.timer) return "it has no 'timer: true'";
  const needed = kindsWithSteps(steps);
  if (needed.length === 0) return undefined;
  if (steps === 'acquires' && task.kind === 'worker') return undefined;
  const reached = reachableStatements(bodiesOf(task, names), names.functions);
  return reached.some(({ kind }) => needed.includes(kind))
    ? undefined
    : `nothing that it runs has a ${needed.map((kind) => `'${kind}'`).join(' or a ')}`;
}

function bodiesOf(task: TaskDeclaration, { syscalls, work }: ProcessNames): readonly Body[] {
  switch (task.kind) {
    case 'user':
      return syscalls.filter(({ name }) => task.runs.includes(name)).map(({ body }) => body);
    case 'worker':
      return work.map(({ body }) => body);
    default:
      return [ownBody(task)];
  }
}
