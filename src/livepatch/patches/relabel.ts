import {
  type Assignment,
  type Expression,
  type ExpressionNode,
  mapParts,
  type ProcessReference,
  type Variable,
} from '../../system/index.js';
import type { Effect, HoldStep, PreemptionOffStep, Section } from '../model.js';
import type { PatcherStep } from '../patcher.js';

/** What the names in the rules for one patch stand for beside the rules for others. */
export interface Names {
  variable(name: string): string;
  /** What becomes of a question for a label; absent for a label that stays as it is. */
  at(process: ProcessReference, label: string): Expression<boolean> | undefined;
}

/** The rules for one patch are those for any, with other names: relabelling, as of a module that is used more than once. */
export class Relabelling {
  constructor(private readonly names: Names) {}

  readonly expression = <T extends Expression>(expression: T): T => this.node(expression) as T;

  readonly variable = (variable: Variable): Variable => {
    const { name, title, sort, initial, role } = variable;
    return {
      name: this.names.variable(name),
      ...(title !== undefined && { title: this.names.variable(title) }),
      ...{ sort, initial },
      ...(role !== undefined && { role }),
    };
  };

  readonly assignment = (assignment: Assignment): Assignment => ({
    ...assignment,
    name: this.names.variable(assignment.name),
    value: this.expression(assignment.value),
  });

  effect(effect: Effect): Effect {
    const { when, set } = effect;
    return {
      ...(when && { when: this.expression(when) }),
      ...(set && { set: set.map(this.assignment) }),
    };
  }

  readonly step = <S extends PreemptionOffStep | PatcherStep>(step: S): S => ({
    ...step,
    ...this.effect(step),
  });

  readonly section = ({ when, steps: [first, ...others] }: Section): Section => ({
    when: this.expression(when),
    steps: [this.step(first), ...others.map(this.step)],
  });

  readonly hold = (step: HoldStep): HoldStep => ({
    ...step,
    when: this.expression(step.when),
    set: step.set.map(this.assignment),
  });

  private node(node: ExpressionNode): ExpressionNode {
    switch (node.kind) {
      case 'variable':
        return { ...node, name: this.names.variable(node.name) };
      case 'at':
        return this.names.at(node.process, node.label) ?? node;
      default:
        return mapParts(node, (part) => this.node(part));
    }
  }
}
