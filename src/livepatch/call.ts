import type { Body, FunctionDeclaration, Statement } from '../scenario/index.js';
import { always, type Expression, not } from '../system/index.js';
import { callString, endOf, type Frame, locationsOf, positionsOf, tornPath } from './frame.js';
import type { AddStep } from './graph-builder.js';
import { addPreemptionOff } from './preemption-off.js';
import { aboutFunction, action, type TaskGraph } from './task-graph.js';
import { insideFunction, labels, thisTask, type Version } from './vocabulary.js';

/** The call site, and how to go on after the call. */
interface Caller {
  readonly here: string;
  readonly next: string;
  readonly frame: Frame;
  readonly unwind?: () => string;
}

interface Activation extends Caller {
  readonly name: string;
  readonly body: Body;
  readonly version?: Version;
  readonly labels?: readonly string[];
  /** The version of the text, where it is not that of the body that was entered. */
  readonly text?: Version;
  /** The text of this body was written over the one that was entered. */
  readonly torn?: boolean;
  readonly textIsThis?: Expression<boolean>;
}

/** Inlines calls: one activation of the called body at each call site, for each version that may be entered. */
export class CallCompiler {
  private readonly functions: ReadonlyMap<string, FunctionDeclaration>;

  constructor(
    private readonly graph: TaskGraph,
    private readonly compileBody: (body: Body, frame: Frame, next: string) => string,
  ) {
    this.functions = new Map(graph.around.scenario.functions.map((each) => [each.name, each]));
  }

  isPatched(name: string): boolean {
    return this.functions.get(name)?.kind === 'patched';
  }

  /**
   * Compiles a call statement whose location is `here`.
   *
   * @param step adds an edge from there
   */
  compile(
    statement: Statement & { readonly kind: 'call' },
    frame: Frame,
    next: string,
    here: string,
    step: AddStep,
  ): void {
    const declaration = this.functions.get(statement.function) as FunctionDeclaration;
    const { name } = declaration;
    const onError = frame.unwind;
    let unwinding: string | undefined;
    const caller = {
      here,
      next,
      frame,
      ...(onError && {
        unwind: () =>
          (unwinding ??= this.compileBody(statement.onSignal, { ...frame, end: onError() }, onError())),
      }),
    };
    if (declaration.kind === 'unpatched') {
      const entry = this.compileActivation({ name, body: declaration.body, ...caller });
      step(entry, 'calls %', {}, [], aboutFunction(name));
      return;
    }
    const { rules } = this.graph.around;
    const entersNew = rules.entersNew(thisTask, name);
    const enter = addPreemptionOff(this.graph, here, frame.labels, rules.beforeCall?.(name) ?? [], step);
    for (const version of ['old', 'new'] as const)
      enter(
        this.compileVersion(declaration, version, caller),
        `calls %, enters its ${version} body`,
        {
          guard: version === 'new' ? entersNew : not(entersNew),
          moment: version,
        },
        [],
        aboutFunction(name),
      );
  }

  /** The body that a call of a patched function enters, and with text in place what becomes of it under a task's feet. */
  private compileVersion(
    declaration: FunctionDeclaration & { readonly kind: 'patched' },
    started: Version,
    caller: Caller,
  ): string {
    const { rules, instance, scenario } = this.graph.around;
    const { name, signature } = declaration;
    const written = caller.frame.writtenFor;
    const outer = caller.frame.labels;
    const common = [
      ...(outer.includes(labels.insideOld) || outer.includes(labels.insideNew) ? [labels.nested] : []),
      ...(signature ? [labels.changedSignature] : []),
      ...(signature && written !== started ? [labels.wrongSignature] : []),
    ];
    const labelsOf = (version: Version): readonly string[] => [
      version === 'old' ? labels.insideOld : labels.insideNew,
      insideFunction(name, version),
    ];
    const activation = {
      name,
      ...caller,
      version: started,
      body: declaration[started],
      labels: [...common, ...labelsOf(started)],
    };
    if (instance.model.redirection === 'function entry') return this.compileActivation(activation);

    const entersNew = rules.entersNew(thisTask, name);
    const textIs = (version: Version): Expression<boolean> =>
      version === 'new' ? entersNew : not(entersNew);
    const other: Version = started === 'old' ? 'new' : 'old';
    const entry = this.compileActivation({ ...activation, textIsThis: textIs(started) });
    // New text turns into old only when the patch is taken out again.
    if (started === 'new' && !scenario.patch.removed) return entry;
    this.compileActivation({
      ...activation,
      body: declaration[other],
      text: other,
      torn: true,
      labels: [...common, ...labelsOf(started), ...labelsOf(other), labels.torn],
      textIsThis: scenario.patch.removed ? textIs(other) : always,
    });
    const path = callString(caller.here, name, started);
    this.linkTexts(path, declaration[started], tornPath(path), declaration[other], textIs(other));
    if (scenario.patch.removed)
      this.linkTexts(tornPath(path), declaration[other], path, declaration[started], textIs(started));
    return entry;
  }

  /** A task that executes the text at a location goes on at the same location of the text that was written over it. */
  private linkTexts(fromPath: string, from: Body, toPath: string, to: Body, when: Expression<boolean>): void {
    const [fromNames, toNames] = [locationsOf(fromPath, from), locationsOf(toPath, to)];
    fromNames.forEach((name, position) => {
      if (!this.graph.has(name)) return;
      // What stands on an error path that nobody takes has no location; the end of a body always has one.
      const target = toNames
        .slice(Math.min(position, toNames.length - 1))
        .find((each) => this.graph.has(each));
      if (target === undefined) throw new Error(`the text at '${name}' has no counterpart`);
      this.graph.addEdge(name, target, action('goes on in the text that was written over it'), {
        guard: when,
      });
    });
  }

  /** Inlines one body at one call site, and gives where it starts. */
  private compileActivation(activation: Activation): string {
    const {
      name,
      body,
      version,
      here,
      next,
      frame: caller,
      labels: own = [],
      torn,
      text = version,
      textIsThis = always,
    } = activation;
    const called = callString(here, name, version);
    const path = torn ? tornPath(called) : called;
    const frameLabels = [...new Set([...caller.labels, ...own])];
    const end = this.graph.addLocation(endOf(path), frameLabels);
    this.graph.addEdge(end, next, action('returns from %', [], aboutFunction(name)), { guard: textIsThis });
    const { unwind } = activation;
    let unwound: string | undefined;
    const frame: Frame = {
      path,
      labels: frameLabels,
      writtenFor: text ?? 'old',
      bodyName: version ? `${name} (${torn ? `${version}, overwritten` : version})` : name,
      positions: positionsOf(body),
      end,
      loopHasSafePoint: false,
      textIsThis,
      ...(unwind && {
        unwind: () => {
          if (unwound === undefined) {
            unwound = this.graph.addLocation(`${path}: error path`, frameLabels);
            const returns = action('returns from % with an error', [], aboutFunction(name));
            this.graph.addEdge(unwound, unwind(), returns);
          }
          return unwound;
        },
      }),
    };
    return this.compileBody(body, frame, end);
  }
}
