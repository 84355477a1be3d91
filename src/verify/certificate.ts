import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import { Refusal } from './refusal.js';

/*
 * A certificate is one file, for all properties of a scenario under a model: a line that says what it is, a line with the digest of
 * all that follows, a line of JSON, and then, compressed, the sections that the JSON speaks of.
 */

const title = 'klpcheck certificate 1';
const count = z.int().min(0);

/** A run by which of the enabled steps it takes each time, counted from 0 in the order of the interpreter. */
const run = z.strictObject({ initial: count, steps: z.array(count) });
/** A run whose steps from `loop` on are taken over and over, or that rests where it ends. */
const lasso = run.extend({ loop: count.optional() });
export type CertifiedRun = z.infer<typeof run>;
export type CertifiedLasso = z.infer<typeof lasso>;

/** The sections in which the nodes of a product are numbered, one for each time that what is left is numbered again. */
const decomposition = z.strictObject({ sections: z.array(count) });
export type Decomposition = z.infer<typeof decomposition>;

const worst = z.union([
  z.strictObject({ kind: z.literal('bounded'), run: run.optional() }),
  z.strictObject({ kind: z.literal('growing'), run: lasso }),
  z.strictObject({ kind: z.literal('endless'), run: lasso }),
]);
const unitEvidence = z.strictObject({
  best: z.strictObject({ count, run }).optional(),
  worst: count.optional(),
  neverEnds: z.literal(true).optional(),
  evidence: worst,
});
export type UnitEvidence = z.infer<typeof unitEvidence>;

/** What shows an answer to a question of a property. */
const answer = z.union([
  z.strictObject({
    kind: z.literal('formula'),
    decomposition,
    irrelevant: decomposition.optional(),
    needed: lasso.optional(),
  }),
  z.strictObject({ kind: z.literal('possibility') }),
  z.strictObject({
    kind: z.literal('quantity'),
    units: z.array(unitEvidence),
    ends: decomposition.optional(),
  }),
]);
export type AnswerEvidence = z.infer<typeof answer>;

const violation = z.union([
  z.strictObject({ kind: z.literal('bad-state'), run }),
  z.strictObject({ kind: z.literal('bad-step'), run }),
  z.strictObject({ kind: z.literal('stuck'), run, processes: z.array(z.string()).min(1) }),
  z.strictObject({ kind: z.literal('lasso'), question: count, run: lasso }),
  z.strictObject({ kind: z.literal('dead-end'), question: count, run }),
]);
export type ViolationEvidence = z.infer<typeof violation>;

/** Not vacuous, by a run to where each premise comes true; or vacuous, for the premise of that number, or since nothing demanded matters. */
const vacuity = z.union([
  z.strictObject({ kind: z.literal('reached'), runs: z.array(run) }),
  z.strictObject({ kind: z.literal('unmet'), premise: count }),
  z.strictObject({ kind: z.literal('irrelevant') }),
]);
export type VacuityEvidence = z.infer<typeof vacuity>;

const measure = z.strictObject({
  unit: z.string(),
  best: count.optional(),
  worst: z.union([count, z.literal('unbounded')]),
  neverEnds: z.literal(true).optional(),
});
export type CertifiedMeasure = z.infer<typeof measure>;

const claim = z.union([
  z.strictObject({ verdict: z.literal('holds'), property: z.string(), vacuity, answers: z.array(answer) }),
  z.strictObject({ verdict: z.literal('violated'), property: z.string(), violation }),
  z.strictObject({
    verdict: z.literal('measured'),
    property: z.string(),
    vacuity,
    measures: z.array(measure),
    answers: z.array(answer),
  }),
  z.strictObject({ verdict: z.literal('inconclusive'), property: z.string(), reason: z.string() }),
]);
export type Claim = z.infer<typeof claim>;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const head = z.strictObject({
  klpcheck: z.string(),
  scenario: z.strictObject({ file: z.string(), name: z.string(), sha256: digest }),
  model: z.strictObject({
    name: z.string(),
    file: z.strictObject({ name: z.string(), sha256: digest }).optional(),
  }),
  /** Of the code, the scenario, the model and the options that it was made from: whether it has to be made again. */
  inputs: digest,
  /** Of the statement: the system, and what the properties ask of it. */
  statement: digest,
  reductions: z.array(z.string()).max(0),
  /** The section with the states, if all were visited. */
  states: z.strictObject({ section: count, count, words: z.int().min(1) }).optional(),
  claims: z.array(claim),
  /** The properties whose verdict is not as the author expects: what expectations are is no matter of proof. */
  failing: z.array(z.string()),
  /** How many bytes each section takes in the file, and unpacked. */
  sections: z.array(z.strictObject({ bytes: count, unpacked: count })),
});

export type CertificateHead = Omit<z.infer<typeof head>, 'sections'>;

export interface Certificate extends CertificateHead {
  /** Unpacked. */
  readonly sections: readonly Uint8Array[];
}

export function writeCertificate({ sections, ...said }: Certificate): Buffer {
  const packed = sections.map((each) => deflateSync(each));
  const lengths = packed.map(({ length: bytes }, index) => ({
    bytes,
    unpacked: sections[index]?.length ?? 0,
  }));
  const body = Buffer.concat([Buffer.from(`${JSON.stringify({ ...said, sections: lengths })}\n`), ...packed]);
  return Buffer.concat([Buffer.from(`${title}\n${sha256(body)}\n`), body]);
}

/** What a certificate says of itself, nothing unpacked: enough to know whether it has to be made again. */
const summary = z.object({
  inputs: digest,
  claims: z.array(z.object({ verdict: z.enum(['holds', 'violated', 'measured', 'inconclusive']) })),
  failing: z.array(z.string()),
});
export type CertificateSummary = z.infer<typeof summary>;

/** @throws Refusal when it is damaged, or none */
export function readSummary(bytes: Uint8Array): CertificateSummary {
  const body = bodyOf(bytes);
  return parseHead(summary, body.toString('utf8', 0, Math.max(body.indexOf('\n'), 0)));
}

/** @throws Refusal when it is damaged, or none */
export function readCertificate(bytes: Uint8Array): Certificate {
  const body = bodyOf(bytes);
  const end = body.indexOf('\n');
  const said = parseHead(head, body.toString('utf8', 0, Math.max(end, 0)));
  let at = end + 1;
  const sections = said.sections.map(({ bytes: length, unpacked }) => {
    const section = body.subarray(at, at + length);
    at += length;
    return unpack(section, unpacked);
  });
  if (at !== body.length) throw new Refusal('damaged: its sections are not as long as it says');
  return { ...said, sections };
}

/** All that the digest is of. */
function bodyOf(bytes: Uint8Array): Buffer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = `${title}\n`;
  if (file.toString('latin1', 0, begin.length) !== begin)
    throw new Refusal(`not a certificate: expected a file that begins with '${title}'`);
  const bodyAt = begin.length + 65;
  const body = file.subarray(bodyAt);
  if (file.toString('latin1', begin.length, bodyAt) !== `${sha256(body)}\n`)
    throw new Refusal('damaged: what it holds does not have the digest that it says');
  return body;
}

function parseHead<T>(schema: z.ZodType<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('damaged: its second part is not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(`not as a certificate is: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Never more than is said, whatever a damaged section would unpack to. */
function unpack(section: Uint8Array, length: number): Uint8Array {
  try {
    const unpacked = inflateSync(section, { maxOutputLength: Math.max(length, 1) });
    if (unpacked.length === length) return unpacked;
  } catch {
    // Told below.
  }
  throw new Refusal('damaged: a section does not unpack to what it says');
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
