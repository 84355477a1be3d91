import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { printScenario } from '../arbitraries/index.js';
import {
  type Diagnostic,
  findScenarioFiles,
  InputError,
  loadScenario,
  parseDocumentOf,
  type ScenarioDocument,
} from '../scenario/index.js';
import { writeOutputFile } from './output.js';

/** The scenarios of a folder, which is made where there is none. @throws InputError when a file of it is no scenario any more */
export async function loadCorpus(folder: string): Promise<readonly ScenarioDocument[]> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new InputError([
      { file: folder, code: 'unwritable-file', message: `cannot be a folder: ${error.message}` },
    ]);
  });
  const files = await findScenarioFiles([folder]);
  if (!files.ok) return [];
  const diagnostics: Diagnostic[] = [];
  const documents: ScenarioDocument[] = [];
  for (const file of files.value) {
    const scenario = await loadScenario(file);
    const document = scenario.ok ? parseDocumentOf(await readFile(file, 'utf8'), file) : scenario;
    if (document.ok) documents.push(document.value.value);
    else diagnostics.push(...document.diagnostics);
  }
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return documents;
}

/** Writes scenarios into the folder, each named by what it says, so that none is there twice. */
export async function keepInCorpus(folder: string, documents: readonly ScenarioDocument[]): Promise<void> {
  for (const document of documents) {
    const text = printScenario(document);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
    await writeOutputFile(path.join(folder, `${hash}.yaml`), text);
  }
}
