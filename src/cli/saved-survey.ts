import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { EnumerateRequest, EnumerateState } from '../fuzz/index.js';
import { InputError } from '../scenario/index.js';
import { klpcheckVersion } from '../version.js';
import { expectWritable, writeOutputFile } from './output.js';

/** How often the state of a survey that can be resumed is written. */
const saveEveryMs = 5_000;

/** What a file to resume from says. */
interface SavedState extends EnumerateState {
  readonly request: string;
}

/** A file that says how far a survey got, of one request: another survey does not go on from it. */
export class SavedSurvey {
  private savedAt = performance.now();
  private saving: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly key: string,
    /** How far it got the last time; nothing where there is no such file yet. */
    readonly resumed: EnumerateState | undefined,
  ) {}

  /** @throws InputError when the file is of another survey, or none of a survey, or cannot be written */
  static async open(file: string, request: EnumerateRequest): Promise<SavedSurvey> {
    await expectWritable(file);
    const key = await keyOf(request);
    return new SavedSurvey(file, key, await load(file, key));
  }

  /** Writes it now and then. */
  saveAtTimes(state: EnumerateState): void {
    if (performance.now() - this.savedAt < saveEveryMs) return;
    this.savedAt = performance.now();
    this.saving = this.saving.then(() => this.write(state));
    // Told where it is awaited.
    this.saving.catch(() => {});
  }

  async save(state: EnumerateState): Promise<void> {
    await this.saving;
    await this.write(state);
  }

  private async write({ scenarios, survey }: EnumerateState): Promise<void> {
    await writeOutputFile(
      this.file,
      JSON.stringify({ request: this.key, scenarios, survey } satisfies SavedState),
    );
  }
}

async function keyOf({ bounds, models, properties, modelFiles, budget }: EnumerateRequest): Promise<string> {
  const names = (named: readonly { readonly name: string }[]) => named.map(({ name }) => name);
  const files = [...new Set(modelFiles?.values() ?? [])];
  return JSON.stringify([
    ...[klpcheckVersion, bounds, names(models), names(properties), budget.maxStates],
    ...(await Promise.all(files.map(digest))),
  ]);
}

/** What a file holds, in short: with another one, it is another survey. */
async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

async function load(file: string, key: string): Promise<EnumerateState | undefined> {
  const kind = await stat(file).catch(() => undefined);
  if (kind && !kind.isFile())
    throw new InputError([{ file, code: 'unreadable-file', message: 'expected an ordinary file' }]);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError([{ file, code: 'unreadable-file', message: `cannot be read: ${error.message}` }]);
  });
  if (text === undefined) return undefined;
  const saved = parseState(text);
  if (!saved)
    throw new InputError([
      {
        file,
        code: 'unreadable-file',
        message: 'expected what an enumeration has saved, found something else',
      },
    ]);
  if (saved.request !== key)
    throw new InputError([
      {
        file,
        code: 'unreadable-file',
        message: `belongs to another enumeration: ${saved.request}, expected ${key}`,
        hint: 'give another file to --resume',
      },
    ]);
  return { scenarios: saved.scenarios, survey: saved.survey };
}

function parseState(text: string): SavedState | undefined {
  try {
    const value = JSON.parse(text) as Partial<SavedState> | null;
    const isState =
      typeof value?.request === 'string' &&
      typeof value.scenarios === 'number' &&
      typeof value.survey === 'object' &&
      value.survey !== null;
    return isState ? (value as SavedState) : undefined;
  } catch {
    return undefined;
  }
}
