/**
 * Certificates, and who checks them: small code that knows the language of transition systems, and nothing of how a proof was found.
 * See docs/trust.md.
 */
export {
  type AnswerEvidence,
  type Certificate,
  type CertificateSummary,
  type CertifiedLasso,
  type CertifiedMeasure,
  type CertifiedRun,
  type Claim,
  type Decomposition,
  readCertificate,
  readSummary,
  sha256,
  type UnitEvidence,
  type VacuityEvidence,
  type ViolationEvidence,
  writeCertificate,
} from './certificate.js';
export { Fairness } from './fairness.js';
export { Layout, type StateVector } from './layout.js';
export { Machine, type MachineStep } from './machine.js';
export { checkNoFairCycle } from './no-fair-cycle.js';
export { type Graph, type LabelledGraph, Product } from './product.js';
export { measuresOf } from './quantity.js';
export { Refusal } from './refusal.js';
export { stepsFrom } from './run.js';
export { fromPlanes, StateSet, toPlanes } from './state-set.js';
export {
  digestOf,
  type FormulaQuestion,
  itEnds,
  type LinearFormula,
  type PropertyStatement,
  type Question,
  type Statement,
} from './statement.js';
export { Tableau } from './tableau.js';
export { type CheckedClaim, type Verification, verify } from './verify.js';
