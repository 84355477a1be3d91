import {
  type Body,
  type DataDeclaration,
  type FunctionDeclaration,
  firstVersion,
  parametersOf,
  type Signatures,
  type StatementOf,
} from '../scenario/index.js';
import { always, type Expression, type Value } from '../system/index.js';
import { labelsOfCall, type PatchedFunction } from './call-labels.js';
import { callString, endOf, type Frame, positionsOf, tornPath } from './frame.js';
import type { AddStep } from './graph-builder.js';
import { linkTexts } from './overwritten-text.js';
import { forget, passArguments, printArguments, returnedBy, takeResult } from './passing.js';
import { addPreemptionOff } from './preemption-off.js';
import { aboutFunction, action, type TaskGraph } from './task-graph.js';
import { insideVersion, isFirstVersion } from './versions.js';
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
  readonly version?: string;
  readonly labels?: readonly string[];
  /** The version of the text, where it is not that of the body that was entered. */
  readonly text?: string;
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
      const signatures = new Map([[firstVersion(this.graph.around.scenario), signature]]);
      const inside = variables.modules.labelsInside(name);
      const entry = this.compileActivation({ name, body, signatures, labels: inside, ...caller });
      for (const set of passArguments(statement, signature.parameters, variables))
        step(entry, `calls %${printArguments(statement)}`, { set }, [], aboutFunction(name));
      return;
    }
    const enter = addPreemptionOff(
      this.graph,
      here,
      frame.labels,
      // An interrupt is redirected in one step: what it reads, it reads of the task that it has interrupted.
      this.graph.isInterrupt ? [] : (rules.beforeCall?.(name) ?? []),
      step,
    );
    for (const version of declaration.versions.keys()) {
      const entry = this.compileVersion(declaration, version, caller);
      const guard = this.graph.entersVersion(name, version);
      const moment = { functionName: name, version };
      for (const set of passArguments(statement, this.readIn(declaration.signatures, version), variables))
        enter(
          entry,
          `calls %${printArguments(statement)}, enters its ${version} body`,
          { guard, moment, set },
          [],
          aboutFunction(name),
        );
    }
  }

  /** The body that a call of a patched function enters, and with text in place what becomes of it under a task's feet. */
  private compileVersion(declaration: PatchedFunction, started: string, caller: Caller): string {
    const { rules, scenario, variables } = this.graph.around;
    const { name, signatures, versions } = declaration;
    const common = labelsOfCall(declaration, started, caller, rules.codeStates);
    const labelsOf = (version: string): readonly string[] => [
      isFirstVersion(version) ? labels.insideOld : labels.insideNew,
      insideVersion(version),
      insideFunction(name, version),
      // New code is in the module of the patch.
      ...(isFirstVersion(version) ? variables.modules.labelsInside(name) : []),
    ];
    const bodyOf = (version: string): Body => versions.get(version) ?? [];
    const activation = {
      name,
      ...caller,
      version: started,
      signatures,
      body: bodyOf(started),
      labels: [...common, ...labelsOf(started)],
    };
    if (!this.overwritesText) return this.compileActivation(activation);

    const textIs = (version: string): Expression<boolean> => this.graph.entersVersion(name, version);
    const other: Version = started === 'old' ? 'new' : 'old';
    const entry = this.compileActivation({ ...activation, textIsThis: textIs(started) });
    // New text turns into old only when the patch is taken out again.
    if (started === 'new' && !scenario.patch.removed) return entry;
    this.compileActivation({
      ...activation,
      body: bodyOf(other),
      text: other,
      torn: true,
      labels: [...common, ...labelsOf(started), ...labelsOf(other), labels.torn],
      textIsThis: scenario.patch.removed ? textIs(other) : always,
    });
    const path = callString(caller.here, name, started);
    const text = { path, body: bodyOf(started) };
    const overwritten = { path: tornPath(path), body: bodyOf(other) };
    const returned = returnedBy(signatures);
    linkTexts(this.graph, text, overwritten, textIs(other), returned);
    if (scenario.patch.removed) linkTexts(this.graph, overwritten, text, textIs(started), returned);
    return entry;
  }

  /** The parameters that a body of that version reads, or a text that may be written over it. */
  private readIn(signatures: Signatures, version: string): readonly DataDeclaration[] {
    const { parameters = [] } = signatures.get(version) ?? {};
    if (!this.overwritesText) return parameters;
    const names = parameters.map(({ name }) => name);
    return [...parameters, ...parametersOf(signatures).filter(({ name }) => !names.includes(name))];
  }

  /** Where there are several patches, no mechanism that overwrites text takes any. */
  private get overwritesText(): boolean {
    const { instance, scenario } = this.graph.around;
    return instance.model.redirection !== 'function entry' && scenario.lifecycle === undefined;
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
      writtenFor: text ?? firstVersion(this.graph.around.scenario),
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
