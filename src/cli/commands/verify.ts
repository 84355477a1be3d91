import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { properties as shippedProperties } from '../../../properties/index.js';
import { compose, formulaProperty, type Property, statementOf } from '../../livepatch/index.js';
import { findModel, findProperty, isUnknown, type ModelSelection, selectModels } from '../../names/index.js';
import { InputError, loadScenario, type Scenario } from '../../scenario/index.js';
import { plural, printable } from '../../text/index.js';
import {
  type Certificate,
  type CheckedClaim,
  Refusal,
  readCertificate,
  type Statement,
  sha256,
  verify,
} from '../../verify/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { write } from '../output.js';
import { findProofFiles, proofFile } from '../proof-files.js';
import { modelFileOption } from '../shared-options.js';

export const command: CommandModule = {
  name: 'verify',
  description:
    'Check certificates that klpcheck prove has written, by code that shares nothing with the search.',
  examples: ['verify proofs', 'verify proofs/lock-order.kgraft.1b2c3d4e.proof'],
  remark:
    'Exit codes: 0 every claim is proven, 1 a certificate or a claim is refused, 2 wrong input, 3 nothing is claimed of some property.\nThe scenarios are read from where they were, relative to this folder; a model of your own only where --model-file names it: its code runs.',

  builder: (command: Command) =>
    command.argument('<files...>', 'certificates, or folders of them').addOption(modelFileOption()),

  async handler(names: readonly string[], options: { readonly modelFile?: readonly string[] }) {
    const files = await findProofFiles(names);
    const selection = await selectModels(options);
    const sum = new Sum();
    for (const file of files) {
      const told = await verifyFile(file, selection, sum);
      await write(process.stdout, printable(told));
    }
    await write(process.stdout, printable(sum.tell()));
    return sum.exitCode;
  },
};

/** What has become of all claims. */
class Sum {
  private readonly proven = new Map<string, number>();
  private refused = 0;
  private open = 0;
  private damaged = 0;
  private states = 0;
  private transitions = 0;
  private elapsedMs = 0;

  add({ claim, refused }: CheckedClaim): void {
    if (claim.verdict === 'inconclusive') this.open += 1;
    else if (refused !== undefined) this.refused += 1;
    else this.proven.set(claim.verdict, (this.proven.get(claim.verdict) ?? 0) + 1);
  }

  refuseWhole(): void {
    this.damaged += 1;
  }

  addWork(states: number, transitions: number, elapsedMs: number): void {
    this.states += states;
    this.transitions += transitions;
    this.elapsedMs += elapsedMs;
  }

  get exitCode(): number {
    if (this.refused + this.damaged > 0) return exitCode.violated;
    return this.open > 0 ? exitCode.inconclusive : exitCode.success;
  }

  tell(): string {
    const proven = [...this.proven].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
    const rate = Math.round(this.states / (this.elapsedMs / 1000));
    return [
      `proven: ${proven || 'nothing'}`,
      ...(this.refused > 0 ? [`refused: ${plural(this.refused, 'claim')}`] : []),
      ...(this.damaged > 0 ? [`refused: ${plural(this.damaged, 'certificate')}`] : []),
      ...(this.open > 0 ? [`not claimed: ${this.open}`] : []),
      ...(this.states > 0
        ? [
            `${this.states.toLocaleString('en')} states and ${this.transitions.toLocaleString('en')} steps looked at, ${rate.toLocaleString('en')} states a second`,
          ]
        : []),
      '',
    ].join('\n');
  }
}

/** What is to be told of a certificate: nothing where all that it claims is proven. */
async function verifyFile(file: string, selection: ModelSelection, sum: Sum): Promise<string> {
  try {
    const certificate = readCertificate(await readFile(file));
    expectName(file, certificate);
    const statement = await statementFor(certificate, selection);
    const start = performance.now();
    const { claims, states, transitions } = verify(certificate, statement);
    sum.addWork(states, transitions, performance.now() - start);
    for (const each of claims) sum.add(each);
    return claims
      .filter(({ refused }) => refused !== undefined)
      .map(({ claim, refused }) => `${file}: ${claim.property}, ${claim.verdict}: ${refused}\n`)
      .join('');
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof InputError)) throw error;
    sum.refuseWhole();
    return `${file}: refused: ${error.message}\n`;
  }
}

/** A name tells what is proven to whoever looks into the folder. @throws Refusal when it is that of another certificate */
function expectName(file: string, { scenario, model }: Certificate): void {
  const { base } = path.parse(proofFile('', scenario.file, model.name));
  if (path.basename(file) !== base)
    throw new Refusal(`exchanged: it is of ${scenario.file} under ${model.name}, which is called ${base}`);
}

/**
 * What the certificate has to be about, made anew from its scenario, model and properties.
 *
 * @throws Refusal when one of them is not what it was
 * @throws InputError when the scenario cannot be read
 */
async function statementFor(
  { scenario: { file, sha256: digest }, model, claims }: Certificate,
  { knownModels, otherModels }: ModelSelection,
): Promise<Statement> {
  const loaded = await loadScenario(file);
  if (!loaded.ok) throw new InputError(loaded.diagnostics);
  if (sha256(await readFile(file)) !== digest)
    throw new Refusal(`stale: ${file} is not what it was when the certificate was made`);
  const instance = findModel(model.name, [...knownModels, ...otherModels]);
  if (isUnknown(instance))
    throw new Refusal(
      model.file
        ? `its model '${model.name}' is from ${model.file.name}: give --model-file, which runs its code`
        : instance.message,
    );
  const properties = claims.map(({ property }) => propertyNamed(property, loaded.value));
  return statementOf(compose(loaded.value, instance, properties));
}

function propertyNamed(name: string, { formulas }: Scenario): Property {
  const stated = formulas.find((each) => each.name === name);
  if (stated) return formulaProperty(stated);
  const found = findProperty(name, shippedProperties);
  if (isUnknown(found)) throw new Refusal(found.message);
  return found;
}
