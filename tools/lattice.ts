/*
 * Writes docs/lattice.md, docs/lattice.svg and the scenarios in docs/lattice: which model is at least as strong as which.
 *
 *   npm run lattice -- evidence.json
 *
 * What was found out is kept in that file, and not found out again if it is there.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { models, otherModels } from '../models/index.js';
import { properties } from '../properties/index.js';
import { instantiate } from '../src/livepatch/index.js';
import { findModel, foundOrThrow } from '../src/names/index.js';
import { type Evidence, type EvidenceRequest, gatherEvidence } from './lattice/evidence.js';
import { latticePage } from './lattice/page.js';
import { latticePicture } from './lattice/picture.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}docs/lattice`;
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('expected the file for what is found out');

const request: EvidenceRequest = {
  models: [
    ...[...models, ...otherModels].map((model) => instantiate(model)),
    foundOrThrow(findModel('kpatch:completion=strong', models), 'tools/lattice.ts'),
  ],
  properties: properties.filter(({ kind }) => kind !== 'quantity'),
  bounds: [{ tasks: 2, functions: 2, statements: 1 }],
  randomRuns: 300,
  seed: 1,
  onProgress: (source, done) => {
    if (done % 100 === 0) console.error(`${source}: ${done}`);
  },
};

const evidence: Evidence = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : await gatherEvidence(request);
writeFileSync(file, JSON.stringify(evidence));

const { page, scenarios } = latticePage(evidence, request);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of scenarios) writeFileSync(`${folder}/${name}`, text);
writeFileSync(`${root}docs/lattice.md`, page);
writeFileSync(`${root}docs/lattice.svg`, await latticePicture(evidence, request));
