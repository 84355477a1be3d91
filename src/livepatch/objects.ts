import {
  type DataValues,
  type FieldDeclaration,
  noObject,
  type ObjectDeclaration,
} from '../scenario/index.js';
import {
  type Assignable,
  type Assignment,
  and,
  boolean,
  conditional,
  type Expression,
  enumeration,
  nobody,
  not,
  processOf,
  range,
  type SharedVariable,
  type Sort,
  shared,
  type Value,
  type Variable,
} from '../system/index.js';
import { taskRole } from './vocabulary.js';

/** What a reference is whose object has been freed. */
export const dangling = 'freed';

/** One of the objects of a kind, or the memory where one may be made. What is free is as it was at the start, but for what was leaked. */
export interface Instance {
  readonly name: string;
  readonly state: SharedVariable<'free' | 'allocated'>;
  readonly fields: ReadonlyMap<string, SharedVariable<Value>>;
  /** Who holds each of its locks. */
  readonly locks: ReadonlyMap<string, SharedVariable<string>>;
  readonly shadows: ReadonlyMap<string, ShadowVariable>;
}

/** What may be attached to an object. It is found by the address of the object: who frees that and not it, leaks it. */
export interface ShadowVariable {
  readonly isAttached: SharedVariable<boolean>;
  readonly value: SharedVariable<Value>;
}

/** The objects of a scenario, each of them with variables of its own. */
export class Objects {
  private readonly kinds: ReadonlyMap<string, readonly Instance[]>;

  constructor(private readonly declared: readonly ObjectDeclaration[]) {
    this.kinds = new Map(
      declared.map((each) => [
        each.name,
        numbered(each).map((name, index) => this.declare(each, name, index)),
      ]),
    );
  }

  variables(): readonly Variable[] {
    return this.all().flatMap(({ state, fields, locks, shadows }) => [
      state,
      ...fields.values(),
      ...locks.values(),
      ...[...shadows.values()].flatMap(({ isAttached, value }) => [isAttached, value]),
    ]);
  }

  /** Those of a kind. */
  of(kind: string): readonly Instance[] {
    const instances = this.kinds.get(kind);
    if (instances === undefined) throw new Error(`no objects are declared as '${kind}'`);
    return instances;
  }

  all(): readonly Instance[] {
    return [...this.kinds.values()].flat();
  }

  /** The sort of what is declared with those values. */
  sortOf(values: DataValues): Sort<Value> {
    switch (values.kind) {
      case 'names':
        return enumeration(...values.names);
      case 'range':
        return range(values.low, values.high);
      case 'reference': {
        const object = this.declared.find(({ name }) => name === values.object);
        return enumeration(noObject, dangling, ...(object ? numbered(object) : []));
      }
    }
  }

  /**
   * True where an object may be made here, of all places where one may be. Places that are free are alike, but for what was
   * leaked there, and nothing refers to them: so of those that are alike, it is the first.
   *
   * @param order the places, in the order in which they are looked at
   */
  isNext(place: Instance, order: readonly Instance[]): Expression<boolean> {
    const earlier = order.slice(0, order.indexOf(place));
    return and(
      place.state.is('free'),
      ...earlier.map((other) => not(and(other.state.is('free'), isLike(place, other)))),
    );
  }

  /** What becomes of an object that is freed. Its shadow variables are attached still. */
  free(instance: Instance, kind: string): readonly Assignment[] {
    const fields = this.declared.find(({ name }) => name === kind)?.fields ?? [];
    return [
      instance.state.becomes('free'),
      ...[...instance.locks.values()].map((owner) => owner.becomes(nobody)),
      ...fields.map(({ name, initial }) => partOf(instance, 'field', name).becomes(initial)),
      ...this.declared.flatMap((other) =>
        other.fields.flatMap(({ name, values }) =>
          values.kind !== 'reference' || values.object !== kind
            ? []
            : this.of(other.name)
                .filter((each) => each !== instance)
                .map((each) => dangles(partOf(each, 'field', name), instance)),
        ),
      ),
    ];
  }

  private declare(
    { fields, locks, shadows, initially }: ObjectDeclaration,
    name: string,
    index: number,
  ): Instance {
    const declarePart = ({ name: part, values, initial }: FieldDeclaration): SharedVariable<Value> => {
      const text = `${name}->${part}`;
      return { ...shared<Value>(`object ${text}`, this.sortOf(values), initial), title: text };
    };
    return {
      name,
      state: {
        ...shared(
          `object ${name}`,
          enumeration('free', 'allocated'),
          index < initially ? 'allocated' : 'free',
        ),
        title: name,
      },
      fields: new Map(fields.map((each) => [each.name, declarePart(each)])),
      locks: new Map(
        locks.map((each) => {
          const text = `${name}->${each.name}`;
          return [
            each.name,
            { ...shared(`lock ${text}`, processOf(taskRole), nobody), title: `lock ${text}` },
          ];
        }),
      ),
      shadows: new Map(
        shadows.map((each) => [
          each.name,
          {
            isAttached: {
              ...shared<boolean>(`object ${name}: shadow ${each.name}`, boolean, false),
              title: `${name} has ${each.name}`,
            },
            value: declarePart(each),
          },
        ]),
      ),
    };
  }
}

/** What a reference becomes where that object is freed. */
export function dangles(reference: Assignable<Value>, { name }: Instance): Assignment {
  return reference.becomes(conditional<Value>(reference.is(name), dangling, reference.value));
}

export function shadowOf({ name, shadows }: Instance, id: string): ShadowVariable {
  const shadow = shadows.get(id);
  if (shadow === undefined) throw new Error(`'${name}' has no shadow variable '${id}'`);
  return shadow;
}

/** A part of an object. */
export function partOf(instance: Instance, kind: 'field' | 'shadow', part: string): SharedVariable<Value> {
  const variable = kind === 'field' ? instance.fields.get(part) : shadowOf(instance, part).value;
  if (variable === undefined) throw new Error(`'${instance.name}' has no ${kind} '${part}'`);
  return variable;
}

function numbered({ name, count }: ObjectDeclaration): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}.${index + 1}`);
}

/** True where the same was leaked in both places. */
function isLike(place: Instance, other: Instance): Expression<boolean> {
  return and(
    ...[...place.shadows].flatMap(([id, { isAttached, value }]) => {
      const its = shadowOf(other, id);
      return [isAttached.is(its.isAttached.value), value.is(its.value.value)];
    }),
  );
}
