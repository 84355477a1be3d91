import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Certificate, Refusal, readCertificate, writeCertificate } from '../../src/verify/index.js';
import { type Proof, proofOf, refusalOf } from '../support/certificates.js';
import { lockOrder, scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/** With a formula that is not vacuous only because of what it demands. */
const withFormula = scenarioOf(`
scenario: a lock and a formula
locks: [A]
functions:
  f: { old: [lock A, unlock A], new: [lock A, unlock A] }
tasks:
  t: { kind: kthread, runs: [loop: [call f, safe-point]] }
properties:
  again: '[] (running(t) -> X X <> holds(t, A))'
`);

let proofs: readonly Proof[];
beforeAll(async () => {
  proofs = await Promise.all([
    proofOf(lockOrder, 'null'),
    proofOf(lockOrder, 'kpatch'),
    proofOf(withFormula, 'simple'),
  ]);
});

/** What a certificate says, whatever shows it. */
function saidBy({ claims }: Certificate): unknown {
  return claims.map((claim) => [
    claim.property,
    claim.verdict,
    ...(claim.verdict === 'measured' ? [claim.measures] : []),
    ...('vacuity' in claim ? [claim.vacuity.kind === 'reached'] : []),
  ]);
}

test('all that is claimed is proven', () => {
  for (const { certificate, statement } of proofs) {
    expect(refusalOf(certificate, statement)).toBeUndefined();
    expect(certificate.claims.some(({ verdict }) => verdict === 'inconclusive')).toBe(false);
  }
});

describe('damage', () => {
  test('a flipped bit is refused, wherever it is', () => {
    fc.assert(
      fc.property(fc.nat(2), fc.nat(), fc.nat(7), (which, position, bit) => {
        const { certificate } = proofs[which] as Proof;
        const bytes = writeCertificate(certificate);
        const at = position % bytes.length;
        bytes[at] = (bytes[at] as number) ^ (1 << bit);
        expect(() => readCertificate(bytes)).toThrow(Refusal);
      }),
      { numRuns: scaled(100), seed: randomSeed('flipped bits') },
    );
  });

  test('one that is cut off, or goes on, is refused, wherever it is', () => {
    fc.assert(
      fc.property(fc.nat(2), fc.nat(), fc.uint8Array({ minLength: 1 }), (which, position, more) => {
        const bytes = writeCertificate((proofs[which] as Proof).certificate);
        expect(() => readCertificate(bytes.subarray(0, position % bytes.length))).toThrow(Refusal);
        expect(() => readCertificate(Buffer.concat([bytes, more]))).toThrow(Refusal);
      }),
      { numRuns: scaled(50), seed: randomSeed('cut off') },
    );
  });

  test('one of another model is refused', () => {
    const [one, other] = proofs as [Proof, Proof];
    expect(refusalOf(one.certificate, other.statement)).toMatch(/^stale/);
    expect(
      refusalOf({ ...one.certificate, statement: other.certificate.statement }, other.statement),
    ).toBeDefined();
  });
});

/** A leaf of some data, by the path to it, and what stands there. */
function leavesOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function changedAt(
  value: unknown,
  [key, ...rest]: readonly (string | number)[],
  change: (leaf: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((each, index) => (String(index) === key ? changedAt(each, rest, change) : each));
  const record = value as Record<string, unknown>;
  return { ...record, [key]: changedAt(record[key], rest, change) };
}

/** Ways to change a certificate that whoever wants to deceive has, who makes the digest anew. */
const forgeries: Readonly<
  Record<string, (certificate: Certificate, other: Certificate, where: number, by: number) => Certificate>
> = {
  'a number or a name in a claim': (certificate, _, where, by) => {
    const paths = leavesOf(certificate.claims);
    const path = paths[where % paths.length] ?? [];
    const claims = changedAt(certificate.claims, path, (leaf) =>
      typeof leaf === 'number' ? Math.abs(leaf + (by % 5) - 2) : typeof leaf === 'string' ? `${leaf}x` : leaf,
    );
    return { ...certificate, claims: claims as Certificate['claims'] };
  },
  'a step of a run that is left out': (certificate, _, where) => {
    const text = JSON.stringify(certificate.claims);
    const runs = [...text.matchAll(/"steps":\[\d+,/g)];
    const run = runs[where % Math.max(runs.length, 1)];
    if (!run) return certificate;
    const claims = `${text.slice(0, run.index)}"steps":[${text.slice(run.index + run[0].length)}`;
    return { ...certificate, claims: JSON.parse(claims) as Certificate['claims'] };
  },
  'the evidence of another claim': (certificate, _, where, by) => {
    const { claims } = certificate;
    const [one, other] = [where % claims.length, by % claims.length];
    const named = (claim: number, as: number) => ({ ...claims[claim], property: claims[as]?.property });
    const swapped = claims.map((claim, index) =>
      index === one ? named(other, one) : index === other ? named(one, other) : claim,
    );
    return { ...certificate, claims: swapped as Certificate['claims'] };
  },
  'a byte of a section': ({ sections, ...certificate }, _, where, by) => {
    const number = by % sections.length;
    const bytes = sections[number]?.slice() ?? new Uint8Array();
    const at = where % bytes.length;
    bytes[at] = (bytes[at] as number) ^ (1 + (by % 255));
    return { ...certificate, sections: sections.map((each, index) => (index === number ? bytes : each)) };
  },
  'the sections of another certificate': (certificate, other) => ({
    ...certificate,
    sections: other.sections,
    ...(other.states && { states: other.states }),
  }),
  'sections in another order': (certificate, _, where, by) => {
    const { sections } = certificate;
    const [one, two] = [where % sections.length, by % sections.length];
    const at = (index: number): number => (index === one ? two : index === two ? one : index);
    return { ...certificate, sections: sections.map((_each, index) => sections[at(index)] as Uint8Array) };
  },
  'fewer states': (certificate, _, where) => {
    const { states, sections } = certificate;
    const [first = new Uint8Array(), ...others] = sections;
    if (!states) return certificate;
    const left = where % states.count;
    const rows: number[] = [];
    for (let plane = 0; plane < 4 * states.words; plane++)
      rows.push(...first.subarray(plane * states.count, plane * states.count + left));
    return {
      ...certificate,
      states: { ...states, count: left },
      sections: [Uint8Array.from(rows), ...others],
    };
  },
};

let refused = 0;

test.each(Object.keys(forgeries))('a forged certificate, %s, is refused or says the same', (name) => {
  fc.assert(
    fc.property(fc.nat(2), fc.nat(), fc.nat(), (which, where, by) => {
      const [{ certificate, statement }, other] = [proofs[which] as Proof, proofs[(which + 1) % 3] as Proof];
      const forged = forgeries[name]?.(certificate, other.certificate, where, by) ?? certificate;
      if (refusalOf(forged, statement) !== undefined) refused += 1;
      else expect(saidBy(forged)).toEqual(saidBy(certificate));
    }),
    { numRuns: scaled(10), seed: randomSeed(`forged: ${name}`) },
  );
});

test('some of the forged certificates were refused', () => {
  expect(refused).toBeGreaterThan(5);
});
