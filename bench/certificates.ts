/*
 * What certificates cost: the same scenario under the same model is checked without reductions, proven, and verified. Times are of
 * processor use of one thread, of everything but loading the program; medians are told.
 *
 *   npm run bench:certificates -- [--runs 3] [--only locks] [--json FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import Table from 'cli-table3';
import { models } from '../models/index.js';
import { properties } from '../properties/index.js';
import { type CheckRequest, checkColumn, plan } from '../src/check/index.js';
import { compose, instantiate, type Property, statementOf } from '../src/livepatch/index.js';
import { proveColumn } from '../src/prove/index.js';
import { parseScenario } from '../src/scenario/index.js';
import { readCertificate, sha256, verify, writeCertificate } from '../src/verify/index.js';
import { median, options } from './options.js';

interface Workload {
  /** A file of `workloads/`, without its ending. */
  readonly name: string;
  readonly model: string;
  readonly tasks: number;
  readonly asked: 'safety' | 'all';
}

const workloads: readonly Workload[] = [
  { name: 'locks', model: 'kgraft', tasks: 5, asked: 'safety' },
  { name: 'sleepers', model: 'kpatch', tasks: 5, asked: 'safety' },
  { name: 'settles', model: 'kgraft', tasks: 4, asked: 'all' },
];

interface Figures {
  readonly states: number;
  readonly transitions: number;
  readonly checkMs: number;
  readonly proveMs: number;
  readonly writeMs: number;
  readonly verifyMs: number;
  readonly bytes: number;
  /** Of the states alone. */
  readonly stateBytes: number;
}

async function measure({ name, model: modelName, tasks, asked }: Workload): Promise<Figures> {
  const text = readFileSync(new URL(`workloads/${name}.yaml`, import.meta.url), 'utf8');
  const parsed = parseScenario(text.replace(/count: \d+/, `count: ${tasks}`), `${name}.yaml`);
  const found = models.find((each) => each.name === modelName);
  if (!parsed.ok || !found) throw new Error(`the workload '${name}' cannot be composed`);
  const chosen: readonly Property[] =
    asked === 'all' ? properties : properties.filter(({ kind }) => kind === 'safety');
  const model = instantiate(found);
  const request: CheckRequest = {
    ...{ scenarios: [parsed.value], knownModels: models, knownProperties: properties },
    ...{ models: [model], properties: chosen, formulas: [] },
  };
  const [only] = plan(request);
  if (!only) throw new Error('there is no plan');
  const timed = async <T>(work: () => T | Promise<T>): Promise<readonly [T, number]> => {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    return [result, (user + system) / 1000];
  };
  const [, checkMs] = await timed(() => checkColumn(only, model, request, { reductions: [] }));
  const provenance = {
    scenario: { file: name, name, sha256: sha256(text) },
    model: { name: modelName },
    inputs: sha256(text),
  };
  const [{ certificate }, proveMs] = await timed(() => proveColumn(only, model, request, provenance, {}));
  const [bytes, writeMs] = await timed(() => writeCertificate(certificate));
  const statement = statementOf(compose(parsed.value, model, chosen));
  const [{ claims, states, transitions }, verifyMs] = await timed(() =>
    verify(readCertificate(bytes), statement),
  );
  const refused = claims.find((each) => each.refused !== undefined);
  if (refused) throw new Error(`${refused.claim.property}: ${refused.refused}`);
  const [first = new Uint8Array()] = certificate.sections;
  const stateBytes = writeCertificate({ ...certificate, claims: [], sections: [first] }).length;
  return { states, transitions, checkMs, proveMs, writeMs, verifyMs, bytes: bytes.length, stateBytes };
}

const table = new Table({
  head: [
    'workload',
    'states',
    'check, s',
    'prove, s',
    'ratio',
    'bytes a state',
    'verify, s',
    'states/s',
    'ratio to check',
  ],
});
const all = [];
for (const workload of workloads.filter(({ name }) => options.only === undefined || name === options.only)) {
  const runs: Figures[] = [];
  for (let run = 0; run < Number(options.runs ?? 3); run++) runs.push(await measure(workload));
  const middle = (figure: (run: Figures) => number): number => figure(median(runs, figure));
  const [check, prove, verified] = [
    middle(({ checkMs }) => checkMs),
    middle(({ proveMs, writeMs }) => proveMs + writeMs),
    middle(({ verifyMs }) => verifyMs),
  ];
  const [{ states, bytes, stateBytes } = { states: 0, bytes: 0, stateBytes: 0 }] = runs;
  all.push({ ...workload, runs });
  table.push([
    `${workload.name}, ${workload.tasks} tasks, ${workload.model}, ${workload.asked}`,
    states.toLocaleString('en'),
    (check / 1000).toFixed(2),
    (prove / 1000).toFixed(2),
    (prove / check).toFixed(2),
    `${(bytes / states).toFixed(2)} (states ${(stateBytes / states).toFixed(2)})`,
    (verified / 1000).toFixed(2),
    Math.round(states / (verified / 1000)).toLocaleString('en'),
    (verified / check).toFixed(1),
  ]);
}
console.log(`node ${process.version}, one thread\n${table}`);
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(all, undefined, 2));
