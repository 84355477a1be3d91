import { printScenario } from '../../arbitraries/index.js';
import {
  type EnumerateRequest,
  type EnumerateResult,
  type SurveyCell,
  weakestAssumptions,
} from '../../fuzz/index.js';
import { plural, printableJson, renderColumns, wrap } from '../../text/index.js';

/** How many of the smallest scenarios that violate something are shown at once. */
const shownAtOnce = 3;

/**
 * @param resume the file from which it can be resumed
 * @param width columns of the terminal
 */
export function surveyInWords(
  { bounds: { tasks, functions, statements }, models, properties }: EnumerateRequest,
  { scenarios, isComplete, survey }: EnumerateResult,
  resume: string | undefined,
  width: number,
): string {
  const rows = properties.map(({ name }) => [
    name,
    ...models.map((model) => describe(survey[model.name]?.[name], isComplete)),
  ]);
  const table = renderColumns(['', ...models.map(({ name }) => name)], rows, width);
  const broken = properties.flatMap(({ name: property }) =>
    models.flatMap(({ name: model }) => {
      const cell = survey[model]?.[property];
      return cell?.smallest
        ? [tellSmallest(model, property, cell, cell.smallest.document, isComplete, width)]
        : [];
    }),
  );
  const rest = resume === undefined ? '' : `; go on with --resume ${resume}`;
  const all = isComplete
    ? `All ${plural(scenarios, 'scenario')} with at most ${plural(tasks, 'task')}, ${plural(functions, 'function')} and ${plural(statements, 'statement')}, up to names.`
    : `The first ${plural(scenarios, 'scenario')} only: stopped before the end${rest}.`;
  const isOne = models.length * properties.length === 1;
  const shown = isOne ? broken : broken.slice(0, shownAtOnce);
  const more = broken.length - shown.length;
  const others = `… and ${more} more: ask for one model and one property, or --json`;
  return `${wrap(all, width)}\n${table}\n${shown.join('')}${more > 0 ? `${wrap(others, width)}\n` : ''}`;
}

export function surveyAsJson({ bounds }: EnumerateRequest, result: EnumerateResult): string {
  return printableJson({ bounds, ...result });
}

function describe(cell: SurveyCell | undefined, isComplete: boolean): string {
  // Before the first scenario is done.
  if (!cell) return 'inconclusive';
  if (cell.violated > 0) return `violated by ${cell.violated.toLocaleString('en')}`;
  if (cell.inconclusive > 0 || !isComplete) return 'inconclusive';
  return cell.holds > 0 ? `holds (${cell.holds.toLocaleString('en')})` : 'vacuous';
}

function tellSmallest(
  model: string,
  property: string,
  cell: SurveyCell,
  document: Parameters<typeof printScenario>[0],
  isComplete: boolean,
  width: number,
): string {
  const weakest = weakestAssumptions(cell).map((each) => each.join(' and '));
  // Whatever is not known yet may violate it as well.
  const guaranteed =
    weakest.length === 0
      ? 'guaranteed under none of the assumptions'
      : isComplete && cell.inconclusive === 0
        ? `guaranteed if ${weakest.join(', or ')}`
        : `what is known so far would be excluded by ${weakest.join(', or ')}`;
  const text = `${model}, ${property}: ${guaranteed}. The smallest scenario that violates it:`;
  return `\n${wrap(text, width)}\n\n${printScenario(document)}`;
}
