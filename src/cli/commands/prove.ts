import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { type CheckRequest, type Plan, plan, rejectMarkedBugs } from '../../check/index.js';
import type { ModelInstance } from '../../livepatch/index.js';
import type { ModelOptions } from '../../names/index.js';
import { codeDigest, type Provenance, proveColumn } from '../../prove/index.js';
import { plural, printable } from '../../text/index.js';
import {
  type Certificate,
  type CertificateSummary,
  Refusal,
  readSummary,
  sha256,
  writeCertificate,
} from '../../verify/index.js';
import { checkRequestOf } from '../check-request.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { write, writeOutputFile } from '../output.js';
import { startTally } from '../progress.js';
import { makeFolder, proofFile, readIfThere } from '../proof-files.js';
import { type SearchOptions, searchOptions } from '../search-options.js';
import { modelFileOption, severalTexts, wakeOption, withLimits } from '../shared-options.js';

interface ProveOptions extends ModelOptions, Omit<SearchOptions, 'reduction'> {
  readonly out: string;
  readonly property?: readonly string[];
  readonly allModels?: boolean;
}

export const command: CommandModule = {
  name: 'prove',
  description: 'Check scenarios, and write certificates that klpcheck verify checks by itself.',
  examples: ['prove scenarios --out proofs', 'prove patch.yaml --model klp'],
  remark: 'What has not changed since its certificate was written is not checked again.',

  builder: (command: Command) =>
    withLimits(
      command
        .argument('<files...>', 'scenario files, or folders of them')
        .option('-o, --out <folder>', 'where the certificates are', 'proofs')
        .option('-m, --model <names>', 'under these models only, as of check (repeatable)', severalTexts)
        .addOption(new Option('--all-models', 'under all models').conflicts('model'))
        .addOption(modelFileOption())
        .option('-p, --property <name>', 'this property only (repeatable)', severalTexts)
        .addOption(wakeOption()),
    ),

  async handler(files: readonly string[], options: ProveOptions) {
    const request = await checkRequestOf(files, options);
    await makeFolder(options.out);
    return interruptible((signal) => proveAll(request, options, signal));
  },
};

/** How many columns were taken over, and what all of them say. */
interface Sum {
  made: number;
  unchanged: number;
  readonly failing: string[];
  readonly verdicts: Map<string, number>;
}

async function proveAll(request: CheckRequest, options: ProveOptions, signal: AbortSignal): Promise<number> {
  const code = codeDigest();
  const plans = plan(request);
  await rejectMarkedBugs(request.scenarios, { signal });
  const columns = plans.reduce((sum, each) => sum + each.models.length, 0);
  const sum: Sum = { made: 0, unchanged: 0, failing: [], verdicts: new Map() };
  const tally = startTally(true, signal);
  try {
    for (const each of plans)
      for (const model of each.models) {
        tally.update?.(
          `${printable(each.scenario.name)}, ${model.name} (${sum.made + sum.unchanged + 1} of ${columns})`,
        );
        const file = proofFile(options.out, each.scenario.file, model.name);
        const provenance = await provenanceOf(each, model, request, code);
        const known = request.modelFiles?.has(model.model) ? undefined : await knownFrom(file, provenance);
        const certificate = known ?? (await made(each, model, request, provenance, options, signal, file));
        sum[known ? 'unchanged' : 'made'] += 1;
        note(sum, certificate, each, model);
      }
  } finally {
    tally.stop();
  }
  await write(process.stdout, printable(tell(sum)));
  if (sum.failing.length > 0) return exitCode.violated;
  return sum.verdicts.has('inconclusive') ? exitCode.inconclusive : exitCode.success;
}

async function made(
  plan: Plan,
  model: ModelInstance,
  request: CheckRequest,
  provenance: Provenance,
  options: ProveOptions,
  signal: AbortSignal,
  file: string,
): Promise<Certificate> {
  const { certificate } = await proveColumn(plan, model, request, provenance, {
    ...searchOptions({ ...options, reduction: false }),
    signal,
  });
  await writeOutputFile(file, writeCertificate(certificate));
  return certificate;
}

async function provenanceOf(
  { scenario, properties }: Plan,
  model: ModelInstance,
  { modelFiles }: CheckRequest,
  code: string,
): Promise<Provenance> {
  const { file, name } = scenario;
  const digest = sha256(await readFile(file));
  const modelFile = modelFiles?.get(model.model);
  return {
    scenario: { file, name, sha256: digest },
    model: {
      name: model.name,
      ...(modelFile !== undefined && {
        file: { name: modelFile, sha256: sha256(await readFile(modelFile)) },
      }),
    },
    inputs: sha256(JSON.stringify([code, file, digest, model.name, properties.map((each) => each.name)])),
  };
}

/** The certificate that is there, if it was made from the same, and of all properties something is known. */
async function knownFrom(file: string, { inputs }: Provenance): Promise<CertificateSummary | undefined> {
  const bytes = await readIfThere(file);
  if (!bytes) return undefined;
  try {
    const summary = readSummary(bytes);
    const isOpen = summary.claims.some(({ verdict }) => verdict === 'inconclusive');
    return summary.inputs === inputs && !isOpen ? summary : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function note(
  sum: Sum,
  { claims, failing }: CertificateSummary,
  { scenario }: Plan,
  model: ModelInstance,
): void {
  for (const { verdict } of claims) sum.verdicts.set(verdict, (sum.verdicts.get(verdict) ?? 0) + 1);
  sum.failing.push(...failing.map((property) => `${scenario.file}: ${model.name}, ${property}`));
}

function tell({ made, unchanged, failing, verdicts }: Sum): string {
  const counts = [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
  return [
    ...(failing.length > 0 ? ['violated, or not as expected:', ...failing.map((each) => `  ${each}`)] : []),
    `${plural(made, 'certificate')} made, ${unchanged} unchanged: ${counts}`,
    '',
  ].join('\n');
}
