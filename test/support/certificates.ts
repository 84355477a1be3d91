import { models, otherModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { plan } from '../../src/check/index.js';
import { type Composition, compose, formulaProperty, statementOf } from '../../src/livepatch/index.js';
import { findModel, foundOrThrow } from '../../src/names/index.js';
import { proveColumn } from '../../src/prove/index.js';
import type { Scenario } from '../../src/scenario/index.js';
import {
  type Certificate,
  Refusal,
  readCertificate,
  type Statement,
  sha256,
  verify,
  writeCertificate,
} from '../../src/verify/index.js';

/** A certificate, and what it is about. */
export interface Proof {
  readonly composition: Composition;
  readonly statement: Statement;
  readonly certificate: Certificate;
}

/** Proves all properties of a scenario under a model, such as `kgraft:wake=nobody`. */
export async function proofOf(scenario: Scenario, modelName: string): Promise<Proof> {
  const model = foundOrThrow(findModel(modelName, [...models, ...otherModels]), 'test');
  const request = {
    scenarios: [scenario],
    knownModels: models,
    otherModels,
    knownProperties: properties,
    models: [model],
  };
  const [only] = plan(request);
  if (!only) throw new Error('there is no plan');
  const provenance = {
    scenario: { file: scenario.file, name: scenario.name, sha256: sha256('') },
    model: { name: model.name },
    inputs: sha256(''),
  };
  const { certificate } = await proveColumn(only, model, request, provenance, {});
  const asked = [...properties, ...scenario.formulas.map(formulaProperty)];
  const composition = compose(scenario, model, asked);
  return { composition, statement: statementOf(composition), certificate };
}

/** Why a certificate is refused, or one of its claims; nothing where all is proven. It is written and read before. */
export function refusalOf(certificate: Certificate, statement: Statement): string | undefined {
  try {
    const { claims } = verify(readCertificate(writeCertificate(certificate)), statement);
    return claims.find(({ refused }) => refused !== undefined)?.refused;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
