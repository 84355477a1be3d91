import {
  type Body,
  type DataDeclaration,
  type FunctionDeclaration,
  parametersOf,
  returnsTheSame,
  type Signatures,
  type StatementOf,
  takesTheSame,
} from '../scenario/index.js';
import { always, type Expression, not, type Value } from '../system/index.js';
import { callString, endOf, type Frame, positionsOf, tornPath } from './frame.js';
import type { AddStep } from './graph-builder.js';
import { linkTexts } from './overwritten-text.js';
import { forget, passArguments, printArguments, returnedBy, takeResult } from './passing.js';
import { addPreemptionOff } from './preemption-off.js';
import { aboutFunction, action, type TaskGraph } from './task-graph.js';
import { insideFunction, labels, type Version } from './vocabulary.js';

/** The call site, and how to go on after the call. */
interface Caller {
  readonly statement: StatementOf<'call'>;
  readonly here: string;
  readonly next: string;
  readonly frame: Frame;
  readonly unwind?: () => string;
}

interface Activation extends Caller {
  readonly name: string;
  readonly body: Body;
  readonly signatures: Signatures;
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
  compile(statement: StatementOf<'call'>, frame: Frame, next: string, here: string, step: AddStep): void {
    const declaration = this.functions.get(statement.function) as FunctionDeclaration;
    const { rules, variables } = this.graph.around;
    const { name } = declaration;
    const onError = frame.unwind;
    let unwinding: string | undefined;
    const caller = {
      statement,
      here,
      next,
      frame,
      ...(onError && {
        unwind: () =>
          (unwinding ??= this.compileBody(statement.onSignal, { ...frame, end: onError() }, onError())),
      }),
    };
    if (declaration.kind === 'unpatched') {
      const { body, signature } = declaration;
      const signatures = { old: signature, new: signature };
      const entry = this.compileActivation({ name, body, signatures, ...caller });
      for (const set of passArguments(statement, signature.parameters, variables))
        step(entry, `calls %${printArguments(statement)}`, { set }, [], aboutFunction(name));
      return;
    }
    const entersNew = this.graph.entersNew(name);
    const enter = addPreemptionOff(
      this.graph,
      here,
      frame.labels,
      // An interrupt is redirected in one step: what it reads, it reads of the task that it has interrupted.
      this.graph.isInterrupt ? [] : (rules.beforeCall?.(name) ?? []),
      step,
    );
    for (const version of ['old', 'new'] as const) {
      const entry = this.compileVersion(declaration, version, caller);
      for (const set of passArguments(statement, this.readIn(declaration.signatures, version), variables))
        enter(
          entry,
          `calls %${printArguments(statement)}, enters its ${version} body`,
          { guard: version === 'new' ? entersNew : not(entersNew), moment: version, set },
          [],
          aboutFunction(name),
        );
    }
  }

  /** The body that a call of a patched function enters, and with text in place what becomes of it under a task's feet. */
  private compileVersion(
    declaration: FunctionDeclaration & { readonly kind: 'patched' },
    started: Version,
    caller: Caller,
  ): string {
    const { scenario } = this.graph.around;
    const { name, signatures } = declaration;
    const written = signatures[caller.frame.writtenFor];
    const entered = signatures[started];
    const fits =
      takesTheSame(written, entered) &&
      (caller.statement.result === undefined || returnsTheSame(written, entered));
    const isChanged =
      !takesTheSame(signatures.old, signatures.new) || !returnsTheSame(signatures.old, signatures.new);
    const outer = caller.frame.labels;
    const common = [
      ...(outer.includes(labels.insideOld) || outer.includes(labels.insideNew) ? [labels.nested] : []),
      ...(isChanged ? [labels.changedSignature] : []),
      ...(fits ? [] : [labels.wrongSignature]),
    ];
    const labelsOf = (version: Version): readonly string[] => [
      version === 'old' ? labels.insideOld : labels.insideNew,
      insideFunction(name, version),
    ];
    const activation = {
      name,
      ...caller,
      version: started,
      signatures,
      body: declaration[started],
      labels: [...common, ...labelsOf(started)],
    };
    if (!this.overwritesText) return this.compileActivation(activation);

    const entersNew = this.graph.entersNew(name);
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
    const text = { path, body: declaration[started] };
    const overwritten = { path: tornPath(path), body: declaration[other] };
    const returned = returnedBy(signatures);
    linkTexts(this.graph, text, overwritten, textIs(other), returned);
    if (scenario.patch.removed) linkTexts(this.graph, overwritten, text, textIs(started), returned);
    return entry;
  }

  /** The parameters that a body of that version reads, or a text that may be written over it. */
  private readIn(signatures: Signatures, version: Version): readonly DataDeclaration[] {
    const { parameters } = signatures[version];
    if (!this.overwritesText) return parameters;
    const names = parameters.map(({ name }) => name);
    return [...parameters, ...parametersOf(signatures).filter(({ name }) => !names.includes(name))];
  }

  private get overwritesText(): boolean {
    return this.graph.around.instance.model.redirection !== 'function entry';
  }

  /** Inlines one body at one call site, and gives where it starts. */
  private compileActivation(activation: Activation): string {
    const {
      name,
      body,
      version,
      signatures,
      statement,
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
    const { variables } = this.graph.around;
    const forgets = forget(parametersOf(signatures), variables);
    const addEnd = (returned?: Value): string => {
      const end = endOf(path, returned);
      if (this.graph.has(end)) return end;
      const returns = `returns from %${returned === undefined ? '' : ` with ${returned}`}`;
      this.graph.addLocation(end, frameLabels);
      for (const taken of takeResult(statement, returned, variables))
        this.graph.addEdge(end, next, action(returns, [], aboutFunction(name)), {
          guard: textIsThis,
          set: [...taken, ...forgets],
        });
      return end;
    };
    const end = addEnd();
    if (this.overwritesText) for (const each of returnedBy(signatures)) addEnd(each);
    const { unwind } = activation;
    let unwound: string | undefined;
    const frame: Frame = {
      path,
      labels: frameLabels,
      writtenFor: text ?? 'old',
      bodyName: version ? `${name} (${torn ? `${version}, overwritten` : version})` : name,
      positions: positionsOf(body),
      end,
      endWith: addEnd,
      labelled: new Map(),
      loopHasSafePoint: false,
      textIsThis,
      ...(unwind && {
        unwind: () => {
          if (unwound === undefined) {
            unwound = this.graph.addLocation(`${path}: error path`, frameLabels);
            const returns = action('returns from % with an error', [], aboutFunction(name));
            this.graph.addEdge(unwound, unwind(), returns, { set: forgets });
          }
          return unwound;
        },
      }),
    };
    return this.compileBody(body, frame, end);
  }
}
