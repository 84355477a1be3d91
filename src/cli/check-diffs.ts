import { type Assessment, assess } from '../assessment/index.js';
import type { CheckReport } from '../check/index.js';
import { printFindings } from '../findings/index.js';
import type { ModelOptions } from '../names/index.js';
import { selectModels } from '../names/index.js';
import { renderAssessment, reporters } from '../report/index.js';
import { InputError } from '../scenario/index.js';
import { exitCode } from './exit-code.js';
import { extractFrom } from './extract-from.js';
import { findingsOf } from './findings.js';
import type { IndexOptions } from './index-options.js';
import { interruptible } from './interruption.js';
import { hasColour, widthOf, write, writeOutputFile } from './output.js';
import { hasDataOnStdout, type Output, type OutputOptions, planOutputs } from './plan-outputs.js';
import { type SearchOptions, searchOptions } from './search-options.js';
import { isDiff, type SourceOptions } from './source-options.js';

export interface CheckDiffsOptions
  extends ModelOptions,
    OutputOptions,
    SearchOptions,
    SourceOptions,
    IndexOptions {
  readonly property?: readonly string[];
  readonly allModels?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** What Linux runs, what it ran before, the strongest and the weakest. */
const columns = 'klp,kpatch,kgraft,null';

/** Drafts a scenario from each diff, and says what there is to say of it. @throws InputError */
export async function checkDiffs(files: readonly string[], options: CheckDiffsOptions): Promise<number> {
  const other = files.find((file) => !isDiff(file));
  if (other !== undefined)
    throw new InputError([
      {
        file: other,
        code: 'invalid-option',
        message: 'is no diff, and diffs are not checked together with scenarios',
      },
    ]);
  if (options.property !== undefined || options.allModels)
    throw new InputError([
      {
        file: '--property',
        code: 'invalid-option',
        message: 'of a diff it is always asked the same: draft a scenario first (klpcheck extract)',
      },
    ]);
  const outputs = await planOutputs(options);
  const { models = [], ...known } = await selectModels({ ...options, model: options.model ?? [columns] });
  return interruptible(async (signal) => {
    const assessments: Assessment[] = [];
    const looks: string[] = [];
    for (const file of files) {
      const extraction = await extractFrom(file, options);
      looks.push(printFindings(await findingsOf(extraction, options.source ?? '', options)));
      assessments.push(
        await assess(file, extraction, { ...known, models }, { ...searchOptions(options), signal }),
      );
    }
    for (const output of outputs)
      await writeAll({ assessments, looks }, output, hasDataOnStdout(outputs), options);
    return exitCodeOf(assessments);
  });
}

/** What is said of some diffs, each in its place: by searches, and by a static look. */
interface Said {
  readonly assessments: readonly Assessment[];
  readonly looks: readonly string[];
}

async function writeAll(
  { assessments, looks }: Said,
  { reporter, file }: Output,
  dataOnStdout: boolean,
  { quiet, color }: CheckDiffsOptions,
): Promise<void> {
  const { audience, render } = reporters[reporter];
  const stream = dataOnStdout && audience !== 'program' ? process.stderr : process.stdout;
  const style = { colour: file === undefined && hasColour(stream, color), width: widthOf(stream) };
  const report: CheckReport = {
    cells: assessments.flatMap(({ cells }) => cells),
    unreached: [],
    leftOut: [],
    unasked: [],
  };
  const text =
    audience === 'person'
      ? assessments
          .map((each, number) => {
            const look = looks[number] ?? '';
            return renderAssessment(each, style) + (look === '' ? '' : `\nWithout a search:\n${look}`);
          })
          .join('\n')
      : render(report, style);
  if (file !== undefined) await writeOutputFile(file, text);
  else if (!(quiet && audience === 'person')) await write(stream, text);
}

/**
 * What the first of the models says decides, which is that of Linux unless another one is asked for. That a fix is not in effect before
 * the transition ends is no harm that it does.
 */
function exitCodeOf(assessments: readonly Assessment[]): number {
  const isHarmed = assessments.some(({ findings, cells: [first] }) =>
    findings.some(
      ({ cells, isLate }) => !isLate && cells.some(({ model }) => model.name === first?.model.name),
    ),
  );
  if (isHarmed) return exitCode.violated;
  const isOpen = assessments.some(({ judgement }) =>
    ['person', 'too-coarse', 'inconclusive'].includes(judgement),
  );
  return isOpen ? exitCode.inconclusive : exitCode.success;
}
