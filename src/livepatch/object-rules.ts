import { noObject, referenceCount, type StatementOf } from '../scenario/index.js';
import {
  type Assignment,
  add,
  always,
  and,
  conditional,
  type Expression,
  not,
  or,
  type SharedVariable,
  subtract,
  type Value,
} from '../system/index.js';
import type { Data } from './data.js';
import { type Instance, partOf, type ShadowVariable, shadowOf } from './objects.js';
import type { Site, StatementRules } from './site.js';
import { thisTask } from './vocabulary.js';

/* What the statements do that make objects, and free them: a step for each object that may be meant. */

type ObjectStatement = StatementOf<
  | 'new'
  | 'pick'
  | 'free'
  | 'get'
  | 'put'
  | 'shadow-alloc'
  | 'shadow-get-or-alloc'
  | 'shadow-free'
  | 'shadow-free-all'
>;

export const objects: Pick<StatementRules, ObjectStatement['kind']> = {
  new({ reference }, site) {
    const data = begin(site);
    const order = inOrder(data.instancesOf(reference), site);
    for (const instance of order)
      site.step(site.next, `makes ${instance.name}`, {
        guard: data.objects.isNext(instance, order),
        set: [instance.state.becomes('allocated'), ...data.write(reference, thisTask, instance.name)],
      });
    site.step(site.next, 'cannot make another one', {
      guard: not(isAny(order, 'free')),
      set: data.write(reference, thisTask, noObject),
    });
  },
  pick({ reference }, site) {
    const data = begin(site);
    const instances = data.instancesOf(reference);
    for (const instance of instances)
      site.step(site.next, `finds ${instance.name}`, {
        guard: instance.state.is('allocated'),
        set: data.write(reference, thisTask, instance.name),
      });
    site.step(site.next, 'finds none', {
      guard: not(isAny(instances, 'allocated')),
      set: data.write(reference, thisTask, noObject),
    });
  },
  free({ reference }, site) {
    const data = begin(site);
    addFreeing(reference, site, 'frees', always);
    site.step(site.next, 'frees nothing', { guard: not(data.refers(reference, thisTask)) });
  },
  get({ reference }, site) {
    const data = begin(site);
    const goesOn = not(data.isSaturated(reference, thisTask));
    site.step(site.next, `takes a reference to ${reference}`, {
      set: data.referents(reference, thisTask).map(({ instance, isMeant }) => {
        const count = countOf(instance);
        return count.becomes(conditional<number>(and(isMeant, goesOn), add(count.value, 1), count.value));
      }),
    });
  },
  put({ reference }, site) {
    const data = begin(site);
    const isLast = data.isLastReference(reference, thisTask);
    addFreeing(reference, site, 'drops the last reference to', isLast);
    site.step(site.next, `drops a reference to ${reference}`, {
      guard: not(isLast),
      set: data.referents(reference, thisTask).map(({ instance, isMeant }) => {
        const count = countOf(instance);
        return count.becomes(conditional<number>(isMeant, subtract(count.value, 1), count.value));
      }),
    });
  },
  'shadow-alloc': ({ shadow }, site) => attach(shadow, site, `allocates the shadow variable ${shadow}`),
  'shadow-get-or-alloc': ({ shadow }, site) =>
    attach(shadow, site, `gets the shadow variable ${shadow}, or allocates it`),
  'shadow-free'({ shadow }, site) {
    const data = begin(site);
    site.step(site.next, `frees the shadow variable ${shadow}`, {
      set: data.shadowsMeantBy(shadow, thisTask).flatMap(({ isMeant, ...each }) => detach(each, isMeant)),
    });
  },
  'shadow-free-all'({ id }, site) {
    const data = begin(site);
    site.step(site.next, `frees all shadow variables ${id}`, {
      set: data.objects
        .all()
        .filter(({ shadows }) => shadows.has(id))
        .flatMap((instance) => detach(shadowOf(instance, id), always)),
    });
  },
};

function begin({ addLocation, graph }: Site): Data {
  addLocation();
  return graph.around.variables.data;
}

/** Tasks that are declared apart look at other places first, so that each mostly gets the same place whoever comes first. */
function inOrder(instances: readonly Instance[], { graph }: Site): readonly Instance[] {
  const { scenario } = graph.around;
  const first = Math.max(0, scenario.tasks.indexOf(graph.task)) % instances.length;
  return [...instances.slice(first), ...instances.slice(0, first)];
}

function isAny(instances: readonly Instance[], state: 'free' | 'allocated'): Expression<boolean> {
  return or(...instances.map((each) => each.state.is(state)));
}

/** The steps that free the object which is meant. */
function addFreeing(reference: string, site: Site, does: string, when: Expression<boolean>): void {
  const { data } = site.graph.around.variables;
  for (const { instance, isMeant } of data.referents(reference, thisTask))
    site.step(site.next, `${does} ${instance.name}`, {
      guard: and(isMeant, when),
      set: data.free(instance, data.kindOf(reference)),
    });
}

function attach(shadow: string, site: Site, action: string): void {
  const data = begin(site);
  site.step(site.next, action, {
    set: data
      .shadowsMeantBy(shadow, thisTask)
      .map(({ isAttached, isMeant }) => isAttached.becomes(or(isAttached.value, isMeant))),
  });
}

function detach({ isAttached, value }: ShadowVariable, when: Expression<boolean>): readonly Assignment[] {
  const [initial] = value.initial as readonly [Value];
  return [
    isAttached.becomes(and(isAttached.value, not(when))),
    value.becomes(conditional<Value>(when, initial, value.value)),
  ];
}

function countOf(instance: Instance): SharedVariable<number> {
  return partOf(instance, 'field', referenceCount) as SharedVariable<number>;
}
