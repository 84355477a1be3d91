import type { Lifecycle, Scenario } from '../scenario/index.js';
import { always, never } from '../system/index.js';
import { type ConsistencyModel, instantiate, type ModelInstance, type Rules, type Waker } from './model.js';
import { places } from './patcher.js';

/** The kernel without the patch. */
const unpatched = staticKernel('unpatched', 'the old functions, for good', false, 'nobody');
/** The kernel booted with the patch. */
const patched = staticKernel('patched', 'the new functions, from the beginning', true, 'nobody');
const patchedAndSignalled = staticKernel('patched', 'the new functions, from the beginning', true, 'kernel');

/**
 * The kernel without the patch, and the kernel booted with it, each without and with signals that arrive at any time.
 *
 * What a patch or a workload does wrong in one of these, without anything being patched live, says nothing about a
 * consistency model.
 */
export const baselines: readonly ModelInstance[] = [
  unpatched,
  patched,
  staticKernel('unpatched', 'the old functions, for good', false, 'kernel'),
  patchedAndSignalled,
];

/** The same for several patches: a kernel with what there is after so many operations. */
export function baselinesOf({ lifecycle }: Scenario): readonly ModelInstance[] {
  if (!lifecycle) return baselines;
  return [patched, patchedAndSignalled].flatMap((instance) =>
    [0, ...positionsIn(lifecycle)].map((done) => asAfter(done, instance)),
  );
}

/** A kernel in which nothing is patched live. */
export interface StaticKernel {
  readonly instance: ModelInstance;
  readonly when: 'before the patch' | 'after the patch';
}

/** Those of the baselines to which nobody sends signals. */
export function staticKernelsOf({ lifecycle }: Scenario): readonly StaticKernel[] {
  return [
    { instance: lifecycle ? asAfter(0, patched) : unpatched, when: 'before the patch' },
    ...(lifecycle ? positionsIn(lifecycle).map((done) => asAfter(done, patched)) : [patched]).map(
      (instance): StaticKernel => ({ instance, when: 'after the patch' }),
    ),
  ];
}

function positionsIn({ operations }: Lifecycle): readonly number[] {
  return operations.map((_, index) => index + 1);
}

function asAfter(done: number, instance: ModelInstance): ModelInstance {
  return { ...instance, name: `${instance.name} as after ${done} operations`, isAsAfter: done };
}

function staticKernel(name: string, summary: string, entersNew: boolean, wake: Waker): ModelInstance {
  const model: ConsistencyModel = {
    name: wake === 'kernel' ? `${name} and signalled` : name,
    summary,
    source: 'none: it is what a live patch is measured against',
    leave: 'function',
    switch: 'function',
    gather: 'none',
    wake,
    redirection: 'function entry',
    several: () => ({}),
    rules: ({ callbacks }) => ({
      variables: [],
      signals: () => always,
      ...(entersNew && (callbacks.has('pre-patch') || callbacks.has('post-patch'))
        ? preparedKernel
        : {
            entersNew: () => (entersNew ? always : never),
            patcher: places('idle').patcher([
              { action: 'does nothing', from: 'idle', to: 'idle', when: never },
            ]),
          }),
    }),
  };
  return instantiate(model);
}

/** The kernel booted with the patch does first what callbacks do: if that fails, it is the kernel without. No task runs before. */
const preparedKernel: Pick<Rules, 'entersNew' | 'patcher' | 'isAlone'> = (() => {
  const at = places('preparing', 'prepared', 'patched', 'unpatched', 'idle');
  return {
    entersNew: () => at('patched', 'idle'),
    isAlone: at('preparing', 'prepared', 'patched'),
    patcher: at.patcher([
      {
        action: 'runs the callback pre-patch',
        from: 'preparing',
        to: 'prepared',
        callback: { name: 'pre-patch', failsTo: 'unpatched' },
        withoutMutex: true,
      },
      { action: 'goes on with the new functions', from: 'prepared', to: 'patched', withoutMutex: true },
      {
        action: 'runs the callback post-patch',
        from: 'patched',
        to: 'idle',
        callback: { name: 'post-patch' },
        withoutMutex: true,
      },
    ]),
  };
})();
