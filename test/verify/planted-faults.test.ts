import { beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/engine/compiled/compile.js';
import { planReductions, reductionNames } from '../../src/engine/reduction/index.js';
import { orderOf } from '../../src/prove/order.js';
import { defineSystem, type System } from '../../src/system/index.js';
import { Layout, toPlanes } from '../../src/verify/index.js';
import { type Proof, proofOf, refusalOf } from '../support/certificates.js';
import { lockOrder } from '../support/scenarios.js';

/* What a mistake in the search would leave out, the verifier misses. */

let proof: Proof;
beforeAll(async () => {
  proof = await proofOf(lockOrder, 'kgraft');
});

/** The certificate, with other states in the place of its own. */
function withStates(states: readonly Int32Array[]): Proof['certificate'] {
  const { certificate, statement } = proof;
  const layout = new Layout(statement.system);
  const { words } = layout;
  const packed = new Uint32Array(states.length * words);
  states.forEach((vector, state) => {
    layout.pack(vector, packed, state * words);
  });
  const sorted = new Uint32Array(packed.length);
  orderOf(packed, words).forEach((state, place) => {
    sorted.set(packed.subarray(state * words, (state + 1) * words), place * words);
  });
  const [, ...others] = certificate.sections;
  return {
    ...certificate,
    states: { section: 0, count: states.length, words },
    sections: [toPlanes(sorted, words), ...others],
  };
}

/** All states that the code of the engine visits. */
function visited(
  system: System,
  reductions: readonly (typeof reductionNames)[number][] = [],
): readonly Int32Array[] {
  const requirements = {
    invariants: [],
    goals: new Map(),
    deadlock: { properties: ['deadlock'], role: 'task' },
  };
  const { plan } = planReductions(system, requirements, new Set(reductions));
  const compiled = compile(system, requirements, Number.POSITIVE_INFINITY, plan);
  for (let state = 0; state < compiled.stateCount(); state++) {
    compiled.expand(state);
    compiled.enter();
  }
  const { length } = new Layout(system).fields;
  return Array.from({ length: compiled.stateCount() }, (_, state) => {
    const vector = new Int32Array(length);
    compiled.readVector(state, vector);
    return vector;
  });
}

test('what the engine finds without a fault is believed', () => {
  const whole = visited(proof.statement.system);
  expect(whole.length).toBe(proof.certificate.states?.count);
  expect(refusalOf(withStates(whole), proof.statement)).toBeUndefined();
});

test('an engine that loses a step is found out, whichever step it is, if a state is lost with it', () => {
  const { system } = proof.statement;
  let found = 0;
  for (const [index, template] of system.templates.entries())
    for (const lost of template.graph.edges) {
      const edges = template.graph.edges.filter((edge) => edge !== lost);
      const templates = system.templates.map((each, other) =>
        other === index ? { ...each, graph: { ...each.graph, edges } } : each,
      );
      const faulty = visited(defineSystem({ variables: system.variables, templates }));
      if (faulty.length === proof.certificate.states?.count) continue;
      expect(refusalOf(withStates(faulty), proof.statement)).toContain('not closed');
      found += 1;
    }
  expect(found).toBeGreaterThan(10);
});

test('an engine that loses a state is found out, whichever state it is', () => {
  const states = visited(proof.statement.system);
  for (let lost = 0; lost < states.length; lost += 19) {
    const others = states.filter((_, state) => state !== lost);
    expect(refusalOf(withStates(others), proof.statement)).toMatch(/not closed|initial state/);
  }
});

test.each(reductionNames)('the states of a search with %s are no certificate', (reduction) => {
  const reduced = visited(proof.statement.system, [reduction]);
  expect(reduced.length).toBeLessThan(proof.certificate.states?.count ?? 0);
  expect(refusalOf(withStates(reduced), proof.statement)).toMatch(/not closed|initial state/);
});
