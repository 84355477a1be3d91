import type { Body, Statement } from '../scenario/index.js';
import { always, and } from '../system/index.js';
import { CallCompiler } from './call.js';
import { type Frame, locationName } from './frame.js';
import type { AddStep } from './graph-builder.js';
import type { Site } from './site.js';
import { applyRule } from './statement-rules.js';
import { action, type TaskGraph, TaskTooLargeError } from './task-graph.js';

/** Calls nest at most 100 deep, and so do the statements of each body; but not all of them at once. */
const maximumDepth = 400;

/**
 * Compiles the statements of a body to locations and edges, from the last to the first: each needs to know where the
 * task goes on after it.
 */
export class BodyCompiler {
  private readonly calls: CallCompiler;
  private depth = 0;

  constructor(private readonly graph: TaskGraph) {
    this.calls = new CallCompiler(graph, (body, frame, next) => this.compile(body, frame, next));
  }

  /** Compiles statements that go on at `next`, and gives where they start. */
  compile(body: Body, frame: Frame, next: string): string {
    if (this.depth >= maximumDepth)
      throw new TaskTooLargeError(
        this.graph.task,
        `its calls and statements nest more than ${maximumDepth} deep`,
      );
    this.depth += 1;
    const start = body.reduceRight(
      (follower, statement) => this.compileStatement(statement, frame, follower),
      next,
    );
    this.depth -= 1;
    return start;
  }

  private compileStatement(statement: Statement, frame: Frame, next: string): string {
    const here = locationName(frame.path, frame.positions, statement);
    const step: AddStep = (to, name, parts = {}, tags = [], about = {}) => {
      const edge = this.graph.addEdge(here, to, action(name, tags, { source: statement.source, ...about }), {
        ...parts,
        guard: and(frame.textIsThis, parts.guard ?? always),
      });
      this.graph.executed.push({ edge, statement, body: frame.bodyName });
    };
    const site: Site = {
      graph: this.graph,
      calls: this.calls,
      frame,
      here,
      next,
      step,
      addLocation: (...extra) =>
        this.graph.addLocation(here, [
          ...frame.labels,
          ...new Set([...extra, ...this.graph.around.variables.objectLabels(statement)]),
        ]),
      compile: (body, goOn = next, inner = frame) => this.compile(body, inner, goOn),
    };
    applyRule(statement, site);
    return statement.kind === 'label' ? next : here;
  }
}
