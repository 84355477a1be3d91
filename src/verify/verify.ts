import type { Certificate, Claim } from './certificate.js';
import { CheckedStates } from './checked-states.js';
import { ClaimCheck } from './claim-check.js';
import { Machine } from './machine.js';
import { Refusal } from './refusal.js';
import { digestOf, type PropertyStatement, type Statement } from './statement.js';

/** What became of a claim. */
export interface CheckedClaim {
  readonly claim: Claim;
  /** Why it is not believed. Absent for one that is proven. */
  readonly refused?: string;
}

/** What a certificate says, once it has been checked against what it is about. */
export interface Verification {
  readonly claims: readonly CheckedClaim[];
  /** States that have been looked at, and steps between them. */
  readonly states: number;
  readonly transitions: number;
}

/**
 * Checks each claim of a certificate against a statement that was not made from it.
 *
 * @throws Refusal when the certificate is of another statement, or its states are no closed set with all initial states
 */
export function verify(certificate: Certificate, statement: Statement): Verification {
  if (certificate.statement !== digestOf(statement))
    throw new Refusal('stale: the scenario, the model or a property is not what it was made from any more');
  const names = certificate.claims.map(({ property }) => property);
  const asked = statement.properties.map(({ name }) => name);
  if (names.join('\n') !== asked.join('\n'))
    throw new Refusal(`it is about other properties: ${names.join(', ')}; expected ${asked.join(', ')}`);
  const machine = new Machine(statement.system);
  const states = certificate.states && new CheckedStates(machine, statement, certificate, certificate.states);
  const claims = certificate.claims.map((claim, index): CheckedClaim => {
    const property = statement.properties[index] as PropertyStatement;
    try {
      new ClaimCheck(machine, states, certificate.sections, property).check(claim);
      return { claim };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { claim, refused: error.message };
    }
  });
  const { stateCount = 0, targets = [] } = states?.graph ?? {};
  return { claims, states: stateCount, transitions: targets.length };
}
