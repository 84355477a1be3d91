import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { search } from '../../engine/index.js';
import { type Composition, compose } from '../../livepatch/index.js';
import { selectOneModel, selectProperties } from '../../names/index.js';
import { didYouMean, InputError, loadOneScenario } from '../../scenario/index.js';
import { type Painter, painter, plural, printable, wrap } from '../../text/index.js';
import { renderSteps, tellSteps } from '../../trace/index.js';
import {
  choicesOf,
  choose,
  follow,
  printPath,
  startWalk,
  undo,
  type Walk,
  walkAlong,
} from '../../walk/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { hasColour, widthOf, write } from '../output.js';
import { type SearchOptions, searchOptions } from '../search-options.js';
import { modelFileOption, withBudget } from '../shared-options.js';

interface SimulateOptions extends SearchOptions {
  readonly model: string;
  readonly modelFile?: readonly string[];
  readonly path?: string;
  readonly color: boolean;
}

export const command: CommandModule = {
  name: 'simulate',
  description: 'Walk through a scenario by hand: choose each step, in the reference interpreter.',
  examples: ['simulate patch.yaml', 'simulate patch.yaml --model kgraft --path 1.1.3'],

  builder: (command: Command) =>
    withBudget(
      command
        .argument('<scenario>', 'a scenario file')
        .option('-m, --model <name>', 'the model', 'klp')
        .addOption(modelFileOption())
        .option('--path <numbers>', 'begin with these choices, as "p" prints them'),
    ),

  async handler(file: string, options: SimulateOptions) {
    const scenario = await loadOneScenario(file);
    const { models } = await selectOneModel(options);
    const { knownProperties } = selectProperties(undefined, [scenario]);
    const safety = knownProperties.filter(({ kind }) => kind === 'safety');
    const start = startWalk(compose(scenario, models[0], safety));
    const walk = options.path === undefined ? start : alongOrExplain(start, options.path);
    return interruptible(async (signal) => {
      await new Session(walk, options, signal).run();
      return exitCode.success;
    });
  },
};

/** @throws InputError when a choice of the path is none */
function alongOrExplain(start: Walk, path: string): Walk {
  const result = walkAlong(start, path);
  if (result.ok) return result.walk;
  const message = `choice ${result.at} of the path is none of those that there are: expected numbers such as 1.3.2`;
  throw new InputError([{ file: '--path', code: 'invalid-option', message }]);
}

const help = `a number      takes that step
u             takes the last step back
r, r 10       takes a step at random, or ten
v PROPERTY    goes to where the property is violated, on a shortest run
t             tells the whole run
p             prints the path: --path begins with it
q             ends it
`;

/** A conversation: what can be done is shown, a line is read, and what it says is done. */
class Session {
  private readonly paint: Painter;
  private readonly width = widthOf(process.stdout);

  constructor(
    private walk: Walk,
    private readonly options: SimulateOptions,
    private readonly signal: AbortSignal,
  ) {
    this.paint = painter(hasColour(process.stdout, options.color));
  }

  async run(): Promise<void> {
    const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
    const lines = createInterface({
      input: process.stdin,
      ...(isTerminal && { output: process.stdout }),
      terminal: isTerminal,
      prompt: '> ',
    });
    // On a terminal, readline has the interrupt key.
    lines.on('SIGINT', () => lines.close());
    this.signal.addEventListener('abort', () => lines.close(), { once: true });
    await this.say(this.whole());
    await this.show();
    if (isTerminal) lines.prompt();
    for await (const line of lines) {
      if (line.trim() === 'q') break;
      await this.obey(line.trim());
      if (isTerminal) lines.prompt();
    }
    lines.close();
  }

  private async obey(line: string): Promise<void> {
    const [word = '', operand = ''] = line.split(/\s+/);
    if (/^\d+$/.test(word)) return this.go(choose(this.walk, Number(word)), 'there is no such step');
    switch (word) {
      case '':
        return this.show();
      case 'u':
        return this.go(undo(this.walk), 'this is the beginning');
      case 'r':
        return this.atRandom(operand);
      case 'v':
        return this.toViolation(operand);
      case 't':
        return this.say(this.whole());
      case 'p':
        return this.say(printPath(this.walk) || 'no step has been taken');
      default:
        return this.say(help.trimEnd());
    }
  }

  private async go(next: Walk | undefined, otherwise: string): Promise<void> {
    if (!next) return this.say(this.paint.unsure(otherwise));
    const isOnward = next.steps.length > this.walk.steps.length;
    this.walk = next;
    if (isOnward) await this.say(this.lastStep());
    await this.show();
  }

  private async atRandom(operand: string): Promise<void> {
    const most = operand === '' ? 1 : Number(operand);
    if (!Number.isSafeInteger(most) || most < 1)
      return this.say(this.paint.unsure('expected how many steps: r 10'));
    for (let taken = 0; taken < most; taken++) {
      const next = choose(this.walk, 1 + Math.floor(Math.random() * choicesOf(this.walk).length));
      if (!next) break;
      this.walk = next;
      await this.say(this.lastStep());
    }
    await this.show();
  }

  private async toViolation(name: string): Promise<void> {
    const { composition } = this.walk;
    const names = composition.properties.map((each) => each.name);
    if (!names.includes(name))
      return this.say(
        this.paint.unsure(`expected a safety property: ${didYouMean(name, names) ?? names.join(', ')}`),
      );
    const found = await this.violation(composition, name);
    if (!found) return this.say(`no violation of ${name} was found`);
    this.walk = found;
    await this.say(this.whole());
    await this.show();
  }

  /** The walk along a shortest run that violates a property. */
  private async violation(composition: Composition, property: string): Promise<Walk | undefined> {
    const { system, requirements } = composition;
    const { budget, parallelism } = searchOptions(this.options);
    const options = { ...(budget && { budget }), ...(parallelism && { parallelism }), signal: this.signal };
    const { counterexamples } = await search(system, requirements, options);
    const path = counterexamples.get(property);
    if (!path) return undefined;
    const reached = path.states
      .slice(1)
      .reduce<Walk | undefined>((walk, state) => walk && follow(walk, state), startWalk(composition));
    if (!reached || !path.lastEdge) return reached;
    const last = choicesOf(reached).findIndex(({ step }) => step.edge === path.lastEdge);
    return choose(reached, last + 1);
  }

  /** What has happened. */
  private whole(): string {
    const { scenario, instance } = this.walk.composition;
    const title = `${this.paint.bold(scenario.name)} under ${instance.name}, ${plural(this.walk.steps.length, 'step')}`;
    return [wrap(title, this.width), ...this.told().flat()].join('\n');
  }

  private lastStep(): string {
    return (this.told().at(-1) ?? []).join('\n');
  }

  /** By step, its lines. */
  private told(): readonly (readonly string[])[] {
    const { steps, composition } = this.walk;
    const initial = startWalk(composition).state;
    const stories = tellSteps({
      initial,
      initialLabels: new Map(),
      versions: [],
      variables: [],
      steps: steps.map(({ told }) => told),
    });
    const lines = renderSteps({ steps: stories }, this.paint, this.width);
    return lines.map((line, index) => [
      line,
      ...(steps[index]?.violates ?? []).map((each) => this.paint.bad(`   ✗ violates ${each}`)),
    ]);
  }

  /** What can be done now. */
  private async show(): Promise<void> {
    const choices = choicesOf(this.walk);
    if (choices.length === 0) return this.say(this.paint.unsure('no step can be taken any more'));
    const nameWidth = Math.max(...choices.map(({ task }) => task.length));
    await this.say(
      choices
        .map(({ task, action, line }, index) => {
          const where = line === undefined ? '' : this.paint.dim(`  [line ${line}]`);
          return `${this.paint.bold(String(index + 1).padStart(4))}) ${task.padEnd(nameWidth)}  ${action}${where}`;
        })
        .join('\n'),
    );
  }

  private say(text: string): Promise<void> {
    return write(process.stdout, `${printable(text, hasColour(process.stdout, this.options.color))}\n`);
  }
}
