/*
 * The page about the debate of February 2015: each claim with the searches that settle it. What stands here is who said
 * what, and which scenario asks it; every verdict and every run is found when the page is generated.
 */
import { models, otherModels } from '../models/index.js';
import { properties } from '../properties/index.js';
import { type Cell, check, measureSymbols, printMeasure, type Verdict } from '../src/check/index.js';
import {
  type ConsistencyModel,
  instantiate,
  type ModelInstance,
  type Waker,
} from '../src/livepatch/index.js';
import { findModel, foundOrThrow } from '../src/names/index.js';
import { describeLength, describeVerdict } from '../src/report/index.js';
import type { Scenario } from '../src/scenario/index.js';
import { painter } from '../src/text/index.js';
import { renderSteps, tell } from '../src/trace/index.js';

/** A question that is asked of every model. */
interface Row {
  /** What is assumed, in words. */
  readonly assuming: string;
  /** The path of the scenario, without its ending. */
  readonly scenario: string;
  readonly property: string;
  /** Who wakes sleepers; each model's own waker when absent. */
  readonly wake?: Waker;
  /** The columns that stand for a model with other parameters than usual: their names, as `--model` takes them. */
  readonly variants?: readonly string[];
}

interface Claim {
  readonly title: string;
  readonly quotation: string;
  readonly by: string;
  readonly rows: readonly Row[];
  /** What the verdicts come to: who is right, under which assumption. */
  readonly ruling: readonly string[];
  /** A run to show: scenario, model, property. */
  readonly run: readonly [scenario: string, model: string, property: string];
}

const claims: readonly Claim[] = [
  {
    title: 'New tasks interfere with the resolution of old ones',
    quotation:
      "an 'intermediate state' system where 'new' tasks are still running is still running and will interfere with the resolution of 'old' tasks.",
    by: 'Ingo Molnar',
    rows: [
      {
        assuming: 'the patched functions share a lock and an event',
        scenario: 'thread/interference',
        property: 'convergence',
      },
      { assuming: 'tasks share nothing', scenario: 'thread/no-influence', property: 'convergence' },
    ],
    ruling: [
      "**Right where a task that has migrated can sleep, unwoken, with what an old one needs:** a lock that it holds, an event that it alone would send. Then it keeps the old one from ever finishing under kGraft, for it is in nobody's list of tasks to wake any more.",
      '**Wrong where they share nothing:** in that scenario every fair run of kGraft finishes, since a signal brings each task to the boundary.',
      'That everybody else is stopped does not help as such, but that everybody is *woken* does: see the synchronisation point.',
    ],
    run: ['thread/interference', 'kgraft', 'convergence'],
  },
  {
    title: 'There is no influence between individual tasks',
    quotation:
      'Can you suggest a way how they would interfere? The transition happens on entering or returning from a syscall, there is no influence between individual tasks.',
    by: 'Vojtech Pavlik',
    rows: [
      { assuming: 'tasks share nothing', scenario: 'thread/no-influence', property: 'non-interference' },
      {
        assuming: 'a reader sleeps until its peer writes; the kernel sends fake signals',
        scenario: 'thread/pipe-peers',
        property: 'non-interference',
      },
      {
        assuming: 'the same, and nobody sends signals',
        scenario: 'thread/pipe-peers',
        property: 'non-interference',
        wake: 'nobody',
      },
      {
        assuming: 'the patched functions share a lock and an event',
        scenario: 'thread/interference',
        property: 'non-interference',
      },
    ],
    ruling: [
      '**Right of the mechanism:** nothing in kGraft makes the migration of one task depend on another.',
      '**Wrong of the workload, in general.** What it assumes is that whoever the transition waits for can do its part by its own steps: on the way to the boundary, or for kpatch out of the patched functions, it waits for no lock that another task may hold, spins for none, and waits for no event unless a signal ends that wait. Two tasks that take one lock inside a patched function break it under every model that waits for tasks.',
      'To depend on another task is not to be stuck: the reader of the pipe depends on its peer, and kGraft finishes all the same (claim 4).',
    ],
    run: ['thread/pipe-peers', 'kgraft:wake=nobody', 'non-interference'],
  },
  {
    title: 'The patch author must consider that old and new code run at once',
    quotation:
      'If you mean that the patch author has to consider the fact that both old and new code will be running simultaneously, then yes, they have to.',
    by: 'Vojtech Pavlik',
    rows: [
      {
        assuming: 'two tasks in the same patched function',
        scenario: 'thread/old-and-new-at-once',
        property: 'global-consistency',
      },
      {
        assuming: 'they take two locks, in the other order once patched',
        scenario: 'hazards/lock-order',
        property: 'deadlock-freedom',
      },
    ],
    ruling: [
      '**Right, and it is the price of every model that switches thread by thread.** "simple" and kpatch switch the whole kernel at one instant, and their author need not consider it.',
    ],
    run: ['thread/old-and-new-at-once', 'kgraft', 'global-consistency'],
  },
  {
    title: 'All sleepers must be woken in any case',
    quotation:
      'Because to finish the transition successfully, all the tasks have to be woken up in any case.',
    by: 'a voice that the mail quotes without a name. Vojtech Pavlik, of the simple method: "each and every sleeping task in the system has to be woken up in some way (sending a signal ...) to exit from a syscall it is sleeping in. […] This is exactly what you need to do for kGraft to complete patching"',
    rows: [
      {
        assuming: 'the kernel sends fake signals',
        scenario: 'thread/sleeper-nobody-wakes',
        property: 'convergence',
        wake: 'kernel',
      },
      {
        assuming: 'nobody wakes the sleeper',
        scenario: 'thread/sleeper-nobody-wakes',
        property: 'convergence',
        wake: 'nobody',
      },
      {
        assuming: 'the sleep ignores signals',
        scenario: 'thread/sleeper-uninterruptible',
        property: 'convergence',
        wake: 'kernel',
      },
      {
        assuming: 'the sleep ignores signals, and the disk ends it',
        scenario: 'thread/sleeper-disk',
        property: 'convergence',
        wake: 'kernel',
      },
      {
        assuming: 'its peer, in user space, wakes the sleeper; nobody sends signals',
        scenario: 'thread/pipe-peers',
        property: 'convergence',
        wake: 'nobody',
      },
      {
        assuming: 'the sleep ignores signals, and a server in user space ends it',
        scenario: 'thread/simple-deadlock',
        property: 'convergence',
      },
    ],
    ruling: [
      '**Right of both methods where nothing else ends the sleep;** and where signals do not end it, no waking helps either.',
      '**Too strong for kGraft:** a sleeper whose peer goes on with its work is woken by it. The simple method holds the peer, so it must wake the sleeper itself; and where the sleep ignores signals and the peer is held, it never finishes. "This is exactly what you need to do for kGraft" is true in one direction only.',
      'kpatch asks for the stack, not for the boundary: who sleeps outside the patched functions need not be woken.',
    ],
    run: ['thread/pipe-peers', 'simple:wake=nobody', 'convergence'],
  },
  {
    title: 'The same for CPU hogs; all kernel threads must be parked',
    quotation:
      'Same for CPU hogs. All kernel threads need to be parked. This is exactly what you need to do for kGraft to complete patching.',
    by: 'Vojtech Pavlik',
    rows: [
      {
        assuming: 'a hog; the kernel sends fake signals',
        scenario: 'thread/cpu-hog',
        property: 'convergence',
        wake: 'kernel',
      },
      {
        assuming: 'a hog; nobody interrupts it',
        scenario: 'thread/cpu-hog',
        property: 'convergence',
        wake: 'nobody',
      },
      {
        assuming: 'the same; of kGraft, a version that marks no task in user space',
        scenario: 'thread/cpu-hog-unmarked',
        property: 'convergence',
        wake: 'nobody',
        variants: ['kgraft:marks=in-kernel'],
      },
      {
        assuming: 'a hog; only the timer interrupts it',
        scenario: 'thread/cpu-hog-timer',
        property: 'convergence',
        wake: 'nobody',
      },
      {
        assuming: 'a kernel thread with a safe point',
        scenario: 'hazards/kthread-safe-point',
        property: 'convergence',
      },
      {
        assuming: 'a kernel thread without one',
        scenario: 'hazards/kthread-no-safe-point',
        property: 'convergence',
      },
      {
        assuming: 'a patched function that is always on the stack of a kernel thread',
        scenario: 'hazards/kthread-main-loop',
        property: 'convergence',
      },
    ],
    ruling: [
      '**Right of kernel threads:** without a safe point neither method ever finishes, and the simple method never lets anybody go. A safe point inside the patched function is enough for kGraft, and not for the simple method as it is modelled here, which parks nobody with old code on the stack.',
      '**Right of hogs on a CPU without a tick.** Where the timer interrupts a hog, and the way back from an interrupt is a crossing of the boundary, as in later kernels, nobody has to send it anything. Whether kGraft of 2015 cleared its flag there we have not verified.',
      '**Of kGraft, it depends on the version.** The first ones marked no task that they found in user space, so that a hog was not waited for, if its stack told where it was; later ones mark every task, and the kernel sends the fake signal. The model does the latter, unless `marks=in-kernel` is asked for: [what was read](models/kgraft.md).',
    ],
    run: ['hazards/kthread-no-safe-point', 'kgraft', 'convergence'],
  },
  {
    title: 'Under the simple method, a script cannot send the signals',
    quotation:
      "This may take a significant amount of time to achieve and you won't be able to use a userspace script to send the signals, because it'd be frozen immediately.",
    by: 'Vojtech Pavlik',
    rows: [
      {
        assuming: 'a script in user space sends the signals',
        scenario: 'thread/user-space-signaller',
        property: 'convergence',
        wake: 'userspace',
      },
      {
        assuming: 'the kernel sends them',
        scenario: 'thread/user-space-signaller',
        property: 'convergence',
        wake: 'kernel',
      },
    ],
    ruling: [
      '**Right:** the script is a task, and it is held when it next comes to the boundary. Whether it gets its work done before that is a race; in the run below it loses. Under kGraft it migrates and goes on.',
      '**It is an argument against the script, not against the method:** signals that the kernel sends reach the sleepers under both.',
      'A synchronisation point has the same trouble, since it holds everybody.',
    ],
    run: ['thread/user-space-signaller', 'simple:wake=userspace', 'convergence'],
  },
  {
    title: 'The simple method patches atomically, and is the strongest',
    quotation:
      "the 'simple' method I outlined does not just 'synchronize', it actually executes the live patching atomically, once all tasks are gathered and we know they are _all_ in a safe state.",
    by: 'Ingo Molnar. Vojtech Pavlik: "It\'s indeed the strongest model of all, but also comes at the highest cost in terms of impact on running tasks"',
    rows: [
      ...[
        'atomic-switch',
        'global-consistency',
        'syscall-consistency',
        'lock-discipline',
        'data-compatibility',
      ].map((property) => ({
        assuming: 'a patch that changes a lock and a signature',
        scenario: 'thread/simple-is-strongest',
        property,
      })),
      {
        assuming: 'a reader waits, uninterruptibly, for a server in user space',
        scenario: 'thread/simple-deadlock',
        property: 'deadlock-freedom',
      },
    ],
    ruling: [
      '**Right of what it promises about code:** which version runs when, from function-consistency to lock-discipline, it holds on every scenario that ships, and it alone does. Data that old code has left behind it does not convert: where a format changes, data-compatibility is violated under it too.',
      '**Not of progress:** since it holds tasks, it can bring a deadlock into a workload whatever the patch is. kGraft holds nobody; but what it does share with it is that a signal ends sleeps, and a call that a signal ends may leave undone what another task waits for. (In the kernel most such calls are restarted; here they end by their error path.)',
    ],
    run: ['thread/simple-deadlock', 'simple', 'deadlock-freedom'],
  },
  {
    title: 'Its cost: the interruption may be seconds or more',
    quotation:
      "but also comes at the highest cost in terms of impact on running tasks. It's so high (the interruption may be seconds or more) that it was deemed not worth implementing.",
    by: 'Vojtech Pavlik',
    rows: [
      {
        assuming: 'the others run a short system call',
        scenario: 'thread/interruption-short',
        property: 'interruption',
      },
      {
        assuming: 'one that is longer by twelve steps',
        scenario: 'thread/interruption-long',
        property: 'interruption',
      },
      {
        assuming: 'one that goes round a loop as often as it likes',
        scenario: 'thread/interruption-unbounded',
        property: 'interruption',
      },
      {
        assuming: 'the longest one, and the transition itself',
        scenario: 'thread/interruption-long',
        property: 'steps-to-convergence',
      },
    ],
    ruling: [
      '**Right:** a held task waits until everybody else has come to the boundary: step for step, for all the system calls that others have still to finish, and without bound if one of them goes round a loop. A synchronisation point costs what the simple method costs. kGraft holds nobody. kpatch holds everybody, for as long as it looks at all stacks: that is one step here, so it counts as none of others.',
      'Steps are not seconds. What the search gives is what the cost depends on: nothing for kGraft, the system calls that are running for the simple method.',
      'The other side of the coin: where system calls have a greatest length, the simple method bounds how much happens before the transition is over, since whoever comes to the boundary stays there. Under kGraft there is no such bound.',
    ],
    run: ['thread/interruption-short', 'simple', 'interruption'],
  },
  {
    title: 'A global synchronisation point can be added to lazy migration',
    quotation:
      'your preference is what kgraft is doing, and option to allow for a global synchronization point should be added in parallel to the gradual lazy migration.',
    by: "a voice that the mail quotes without a name, of what it takes to be Ingo Molnar's point; he answers that the simple method is more than that",
    rows: [
      {
        assuming: 'a migrated task sleeps with what an old one needs',
        scenario: 'thread/interference',
        property: 'convergence',
      },
      {
        assuming: 'a patch that changes a lock and a signature',
        scenario: 'thread/synchronisation-point',
        property: 'syscall-consistency',
      },
      {
        assuming: 'the same',
        scenario: 'thread/synchronisation-point',
        property: 'global-consistency',
      },
      {
        assuming: 'the others run a short system call',
        scenario: 'thread/interruption-short',
        property: 'interruption',
      },
      {
        assuming: 'a reader waits, uninterruptibly, for a server in user space',
        scenario: 'thread/simple-deadlock',
        property: 'convergence',
      },
    ],
    ruling: [
      '**Right that it can help to finish:** the point wakes migrated tasks too, and so ends this interference, if it is demanded sooner or later and the sleeper takes signals.',
      '**Molnar is right that it is not the simple method:** before the point is demanded old and new run at once, so it promises no more about code than kGraft. Once demanded, it holds everybody, and has the cost and the deadlocks of the simple method.',
    ],
    run: ['thread/simple-deadlock', 'kgraft-sync', 'convergence'],
  },
];

/** Asked beside the claims, because the answers belong to the choice between the methods. */
/** What the protocol that came of the debate gives up, and what it has. */
const since: readonly Row[] = [
  {
    assuming: 'two tasks in the same patched function',
    scenario: 'thread/old-and-new-at-once',
    property: 'global-consistency',
  },
  {
    assuming: 'a kernel thread sleeps between two calls',
    scenario: 'hazards/kthread-no-safe-point',
    property: 'syscall-consistency',
  },
  {
    assuming: 'a patched function is always on the stack of a kernel thread',
    scenario: 'hazards/kthread-main-loop',
    property: 'stack-consistency',
  },
  {
    assuming: 'two tasks take turns in the patched function',
    scenario: 'thread/opportunistic-livelock',
    property: 'convergence',
  },
  {
    assuming: 'a kernel thread without a safe point sleeps',
    scenario: 'hazards/kthread-no-safe-point',
    property: 'convergence',
  },
  { assuming: 'a kernel thread never sleeps', scenario: 'klp/busy-thread', property: 'convergence' },
];

const beside: readonly Row[] = [
  {
    assuming: 'two tasks take turns in the patched function; attempts come at arbitrary instants',
    scenario: 'thread/opportunistic-livelock',
    property: 'convergence',
  },
  {
    assuming: 'one task, which leaves the function again and again; attempts come at arbitrary instants',
    scenario: 'thread/opportunistic-missed-instant',
    property: 'convergence',
  },
  {
    assuming: 'the same, and one of them comes at a good instant, if there is one again and again',
    scenario: 'thread/opportunistic-good-instant',
    property: 'convergence',
  },
  { assuming: 'the patcher may change its mind', scenario: 'thread/reversal', property: 'reversibility' },
  {
    assuming: 'the same, and the patch changes who wakes whom',
    scenario: 'thread/reversal-lost-wake-up',
    property: 'reversibility',
  },
];

/** The negative control is no side of the debate. */
const columns = models.filter(({ name }) => name !== 'naive');

/**
 * The page, in Markdown.
 *
 * @param scenarios those that ship
 * @param known their verdicts, of which some are asked here
 */
export async function threadPage(scenarios: readonly Scenario[], known: readonly Cell[]): Promise<string> {
  const bench = new Bench(scenarios, known);
  const sections: string[] = [];
  for (const [index, claim] of claims.entries()) sections.push(await renderClaim(claim, index + 1, bench));
  return [
    '# The debate of February 2015, settled by search',
    '',
    '<!-- Generated by npm run generate, from tools/thread.ts and from the verdicts. -->',
    '',
    'On 20 February 2015, Ingo Molnar and Vojtech Pavlik argued on the Linux kernel mailing list about how a running kernel',
    'should be patched: lazily, task by task (kGraft), or by holding every task at the kernel boundary and then patching at',
    'one instant (the "simple" method), in "Re: live patching design". Nine of the claims of that mail are here. Each is put',
    'here to every model, on a scenario on each side of its assumption; every verdict is of an exhaustive search.',
    '',
    '✓ holds; ✗ violated; – vacuous, for what it speaks of cannot happen; numbers are the worst case, ∞ without bound.',
    '✗ (✓), of kpatch: violated where every attempt may come at a bad instant, and that alone is why; it holds if one comes at',
    'a good instant where there is one again and again (`kpatch:completion=strong`). Nothing is said in that of how likely it is.',
    'Progress is claimed of fair runs only: a task in the kernel goes on where it can, who waits for a lock gets it if',
    'it is free again and again, signals arrive. Nobody is obliged to leave user space, nor any sleep to end by itself, unless',
    'a scenario says so. Where two tasks can take turns in patched functions, kpatch need not ever finish, whatever is',
    'asked: see the end of the page. A verdict is about the scenario and the model: [what the models leave',
    'out](decisions/what-the-models-leave-out.md).',
    '',
    sections.join('\n\n'),
    '',
    '## Beside the claims',
    '',
    await renderTable(beside, bench),
    '',
    'An opportunistic check finishes only if a good instant comes, and an attempt meets it: "strong fairness of the step',
    'that completes" is that assumption, and where tasks take turns in the patched function not even it is enough. A',
    'transition that may be reversed can be made to end in neither universe, where the patch changes who wakes whom.',
    '',
    '## What became of it',
    '',
    'Neither. Since version 4.12, of 2017, Linux has what was proposed between the two: each task is switched by itself, where it leaves the',
    'kernel, as under kGraft; and the stacks of tasks that are off their CPUs are looked at, as kpatch did, one task at a time. The column',
    '`klp` is [that protocol](models/klp.md). It gives up what Molnar asked for: old and new functions run side by side, and now even one',
    'system call may see both. It has what the one or the other lacked: the stack of a task is never mixed, so code can be freed; no',
    'instant is needed at which everybody is outside; a kernel thread needs no safe point, if only it sleeps. Who never sleeps is the',
    'complaint that is left.',
    '',
    await renderTable(since, bench),
    '',
  ].join('\n');
}

async function renderClaim(claim: Claim, number: number, bench: Bench): Promise<string> {
  return [
    `## ${number}. ${claim.title}`,
    '',
    `> ${claim.quotation}`,
    '',
    `— ${claim.by}`,
    '',
    await renderTable(claim.rows, bench),
    '',
    ...claim.ruling.map((line) => `- ${line}`),
    '',
    await renderRun(claim, bench),
  ].join('\n');
}

async function renderTable(rows: readonly Row[], bench: Bench): Promise<string> {
  const lines: string[] = [];
  for (const row of rows) {
    const { assuming, scenario, property } = row;
    const marks: string[] = [];
    for (const model of columns) marks.push(await cellOf(row, model, bench));
    lines.push(`| ${assuming} | [${property}](../scenarios/${scenario}.yaml) | ${marks.join(' | ')} |`);
  }
  return [
    `| assuming that | | ${columns.map(({ name }) => name).join(' | ')} |`,
    `| --- | --- |${columns.map(() => ' :-: |').join('')}`,
    ...lines,
  ].join('\n');
}

/** Where the attempts of an opportunistic mechanism may all come at bad instants, both are shown: that, and that they do not. */
async function cellOf(row: Row, model: ConsistencyModel, bench: Bench): Promise<string> {
  const { scenario, property } = row;
  const column = columnOf(row, model);
  const mark = markOf(await bench.verdict(scenario, column, property));
  if (mark !== '✗' || property !== 'convergence' || !model.parameters?.completion) return mark;
  const parameters = { ...column.parameters, completion: 'strong' };
  const meetsGoodInstant = instantiate(model, column.wake, parameters);
  return markOf(await bench.verdict(scenario, meetsGoodInstant, property)) === '✓' ? '✗ (✓)' : mark;
}

function columnOf({ wake, variants = [] }: Row, model: ConsistencyModel): ModelInstance {
  const variant = variants
    .map((name) => foundOrThrow(findModel(name, models), 'tools/thread.ts'))
    .find((each) => each.model === model);
  return instantiate(model, wake, variant?.parameters);
}

function markOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'holds':
      return verdict.vacuous === undefined ? '✓' : '–';
    case 'violated':
      return '✗';
    case 'measured': {
      const [first] = verdict.measures;
      if (!first || verdict.vacuous !== undefined) return '–';
      const { best: _, ...worst } = first;
      return printMeasure(worst, measureSymbols);
    }
    case 'inconclusive':
      throw new Error('a verdict of the page is inconclusive');
  }
}

async function renderRun({ run: [scenario, name, property] }: Claim, bench: Bench): Promise<string> {
  const model = foundOrThrow(findModel(name, models), 'tools/thread.ts');
  const cell = await bench.cell(scenario, model, property);
  const { verdict } = cell;
  const run =
    verdict.kind === 'violated'
      ? verdict.counterexample
      : verdict.kind === 'measured'
        ? verdict.run
        : undefined;
  if (!run) throw new Error(`${scenario}, ${name}, ${property}: there is no run to tell`);
  const story = tell(run);
  const told = verdict.kind === 'violated' ? describeLength(run) : describeVerdict(cell);
  return [
    `\`klpcheck explain scenarios/${scenario}.yaml --model ${name} --property ${property}\` (${told}):`,
    '',
    '```',
    ...renderSteps(story, painter(false)),
    '',
    ...story.notices.map((notice) => `- ${notice}`),
    '```',
  ].join('\n');
}

/** Looks verdicts up, and searches for those that are not known yet. */
class Bench {
  constructor(
    private readonly scenarios: readonly Scenario[],
    private readonly known: readonly Cell[],
  ) {}

  async verdict(path: string, model: ModelInstance, property: string): Promise<Verdict> {
    const scenario = this.scenario(path);
    const known = this.known.find(
      (each) =>
        each.scenario === scenario && each.model.name === model.name && each.property.name === property,
    );
    return (known ?? (await this.cell(path, model, property))).verdict;
  }

  /** Searched for one property alone: it may have another run then, and that is the one which `explain` tells. */
  async cell(path: string, model: ModelInstance, property: string): Promise<Cell> {
    const scenario = this.scenario(path);
    const { cells } = await check({
      scenarios: [scenario],
      knownModels: models,
      otherModels,
      knownProperties: properties,
      models: [model],
      properties: properties.filter(({ name }) => name === property),
      formulas: [],
    });
    if (!cells[0]) throw new Error(`there is no property '${property}'`);
    return cells[0];
  }

  private scenario(path: string): Scenario {
    const scenario = this.scenarios.find(({ file }) => file.endsWith(`/${path}.yaml`));
    if (!scenario) throw new Error(`there is no scenario '${path}'`);
    return scenario;
  }
}
