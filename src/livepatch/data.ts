import { type DataDeclaration, noObject, referenceCount, valuesIn } from '../scenario/index.js';
import {
  type Assignment,
  and,
  conditional,
  type Expression,
  equal,
  less,
  not,
  type Operand,
  operand,
  or,
  type ProcessReference,
  type ProcessVariable,
  perProcess,
  type SharedVariable,
  shared,
  type Value,
  type Variable,
} from '../system/index.js';
import type { Reader } from './condition.js';
import {
  dangles,
  dangling,
  type Instance,
  type Objects,
  partOf,
  type ShadowVariable,
  shadowOf,
} from './objects.js';
import { forEachTask, taskRole } from './vocabulary.js';

/** What data holds, as a task sees it. */
export interface Reading {
  readonly value: Expression;
  is(value: Operand<Value>): Expression<boolean>;
}

/** What the bodies of a workload read and write: data, and through references the parts of objects. */
export class Data {
  private readonly declared: ReadonlyMap<string, DataDeclaration>;
  private readonly own: ReadonlyMap<string, SharedVariable<Value> | ProcessVariable<Value>>;

  constructor(
    declarations: readonly DataDeclaration[],
    readonly objects: Objects,
  ) {
    this.declared = new Map(declarations.map((each) => [each.name, each]));
    this.own = new Map(
      declarations.filter(({ path }) => path === undefined).map((each) => [each.name, this.declare(each)]),
    );
  }

  variables(): readonly Variable[] {
    return [...this.own.values()];
  }

  declarationOf(name: string): DataDeclaration {
    const declaration = this.declared.get(name);
    if (declaration === undefined) throw new Error(`nothing is declared as '${name}'`);
    return declaration;
  }

  /** What data may hold. A reference is taken for one that may be anything: it is as if its object had been freed. */
  valuesOf(name: string): readonly Value[] {
    const { values } = this.declarationOf(name);
    return values.kind === 'reference' ? [dangling] : valuesIn(values);
  }

  /** What data holds. Where a reference names no object, a part of that is what it is in a new one. */
  read(name: string, task: ProcessReference): Reading {
    const value = this.valueOf(name, task);
    return { value, is: (other) => equal<Value>(value, operand(other)) };
  }

  /** Sets data. Where a reference names no object, nothing is set. */
  write(name: string, task: ProcessReference, value: Operand<Value>): readonly Assignment[] {
    const { path } = this.declarationOf(name);
    if (!path) return [this.variable(name, task).becomes(value)];
    return this.referents(path.reference, task).flatMap(({ instance, isMeant }) => {
      const part = partOf(instance, path.kind, path.part);
      return part.becomes(conditional<Value>(isMeant, operand(value), part.value));
    });
  }

  asSeenBy(task: ProcessReference): Reader {
    return {
      read: (name) => this.read(name, task).value,
      isMissing: (name) =>
        this.declarationOf(name).path?.kind === 'shadow' ? not(this.isAttached(name, task)) : undefined,
    };
  }

  /** True where a reference names an object. */
  refers(reference: string, task: ProcessReference): Expression<boolean> {
    const { is } = this.read(reference, task);
    return not(or(is(noObject), is(dangling)));
  }

  /** The objects that a reference may name, each with when it does. */
  referents(
    reference: string,
    task: ProcessReference,
  ): readonly { readonly instance: Instance; readonly isMeant: Expression<boolean> }[] {
    const { is } = this.read(reference, task);
    return this.instancesOf(reference).map((instance) => ({ instance, isMeant: is(instance.name) }));
  }

  instancesOf(reference: string): readonly Instance[] {
    return this.objects.of(this.kindOf(reference));
  }

  /** The kind of the objects that a reference may name. */
  kindOf(reference: string): string {
    const { values } = this.declarationOf(reference);
    if (values.kind !== 'reference') throw new Error(`'${reference}' is no reference`);
    return values.object;
  }

  /** The shadow variables that a path may name, each with when it does, whether it is attached or not. */
  shadowsMeantBy(
    name: string,
    task: ProcessReference,
  ): readonly (ShadowVariable & { readonly isMeant: Expression<boolean> })[] {
    const { path } = this.declarationOf(name);
    if (path?.kind !== 'shadow') throw new Error(`'${name}' is no shadow variable`);
    return this.referents(path.reference, task).map(({ instance, isMeant }) => ({
      ...shadowOf(instance, path.part),
      isMeant,
    }));
  }

  /** True where the object that a reference names has a shadow variable; not, where it names none. */
  isAttached(shadow: string, task: ProcessReference): Expression<boolean> {
    return or(
      ...this.shadowsMeantBy(shadow, task).map(({ isAttached, isMeant }) => and(isMeant, isAttached.value)),
    );
  }

  /** True where to drop a reference frees the object: nobody else has one. */
  isLastReference(reference: string, task: ProcessReference): Expression<boolean> {
    return this.isCounted(reference, task, (count) => less(count, 2));
  }

  /** True where no more references can be taken. */
  isSaturated(reference: string, task: ProcessReference): Expression<boolean> {
    return this.isCounted(reference, task, (count, high) => equal<number>(count, high));
  }

  private isCounted(
    reference: string,
    task: ProcessReference,
    condition: (count: Expression<number>, high: number) => Expression<boolean>,
  ): Expression<boolean> {
    return or(
      ...this.referents(reference, task).map(({ instance, isMeant }) => {
        const { value, sort } = partOf(instance, 'field', referenceCount);
        if (sort.kind !== 'range') throw new Error('a reference count is a number');
        return and(isMeant, condition(value as Expression<number>, sort.high));
      }),
    );
  }

  /** What becomes of an object that is freed, and of all that refers to it. */
  free(instance: Instance, kind: string): readonly Assignment[] {
    return [
      ...this.objects.free(instance, kind),
      ...[...this.own].flatMap(([name, variable]) => {
        const { values } = this.declarationOf(name);
        if (values.kind !== 'reference' || values.object !== kind) return [];
        return 'of' in variable
          ? forEachTask((task) => dangles(variable.of(task), instance))
          : dangles(variable, instance);
      }),
    ];
  }

  private valueOf(name: string, task: ProcessReference): Expression {
    const { path, initial } = this.declarationOf(name);
    if (!path) return this.variable(name, task).value;
    return this.referents(path.reference, task).reduceRight<Expression>(
      (otherwise, { instance, isMeant }) =>
        conditional<Value>(isMeant, partOf(instance, path.kind, path.part).value, otherwise),
      operand<Value>(initial),
    );
  }

  private variable(name: string, task: ProcessReference) {
    const variable = this.own.get(name);
    if (variable === undefined) throw new Error(`nothing is declared as '${name}'`);
    return 'of' in variable ? variable.of(task) : variable;
  }

  private declare({
    name,
    values,
    initial,
    perTask,
  }: DataDeclaration): SharedVariable<Value> | ProcessVariable<Value> {
    const sort = this.objects.sortOf(values);
    return perTask
      ? { ...perProcess<Value>(taskRole, `data ${name}`, sort, initial), title: name }
      : { ...shared<Value>(`data ${name}`, sort, initial), title: name };
  }
}
