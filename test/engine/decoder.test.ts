import { expect, test } from 'vitest';
import { kgraft } from '../../models/index.js';
import { Decoder, encode, layOut } from '../../src/engine/packing/index.js';
import { compose, instantiate } from '../../src/livepatch/index.js';
import { enabledSteps, initialStates, type State, takeStep } from '../../src/system/index.js';
import { lockOrder } from '../support/scenarios.js';

const { system } = compose(lockOrder, instantiate(kgraft), []);
const layout = layOut(system);

/** The states of a run that takes the last step that it can, each time. */
function run(length: number): readonly State[] {
  let [state] = initialStates(system) as [State];
  return Array.from({ length }, () => {
    const step = enabledSteps(system, state).at(-1);
    if (step) state = takeStep(system, state, step);
    return state;
  });
}

function packed(state: State): Int32Array {
  const words = new Int32Array(layout.words);
  encode(system, layout, state, words, 0);
  return words;
}

test('a state is read as it was written, whichever was read before it', () => {
  const states = run(40);
  const decoder = new Decoder(system, layout);
  for (const state of [...states, ...states.toReversed(), ...states.filter((_, index) => index % 7 === 0)]) {
    const read = decoder.read(packed(state), 0);
    expect(read.equals(state)).toBe(true);
    expect(read.equals(new Decoder(system, layout).read(packed(state), 0))).toBe(true);
  }
});

test('states that are read one after the other share what they have in common', () => {
  const states = run(40);
  const decoder = new Decoder(system, layout);
  const read = states.map((state) => decoder.read(packed(state), 0));
  let shared = 0;
  read.slice(1).forEach((state, before) => {
    if (!states[before]?.values.equals(states[before + 1]?.values)) return;
    expect(state.values).toBe(read[before]?.values);
    shared += 1;
  });
  expect(shared).toBeGreaterThan(0);
});
