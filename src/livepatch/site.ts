import type { Body, Statement, StatementOf } from '../scenario/index.js';
import type { CallCompiler } from './call.js';
import type { Frame } from './frame.js';
import type { AddStep } from './graph-builder.js';
import type { TaskGraph } from './task-graph.js';

/** Where a statement stands in the program graph of a task, and what it adds to that. */
export interface Site {
  readonly graph: TaskGraph;
  readonly calls: CallCompiler;
  readonly frame: Frame;
  /** The location of the statement, which it has to add. */
  readonly here: string;
  /** Where the task goes on after it. */
  readonly next: string;
  /** Adds the location, with these labels besides those of the frame. */
  addLocation(...labels: readonly string[]): void;
  readonly step: AddStep;
  /** Compiles a body that stands in the statement, and gives where it starts. @param next where it goes on, if not after the statement */
  compile(body: Body, next?: string, frame?: Frame): string;
}

/** What a statement does, by its kind: its location, and the steps from there. */
export type StatementRules = {
  readonly [K in Statement['kind']]: (statement: StatementOf<K>, site: Site) => void;
};
