import Table from 'cli-table3';
import { printScenario } from '../../arbitraries/index.js';
import {
  type EnumerateRequest,
  type EnumerateResult,
  type SurveyCell,
  weakestAssumptions,
} from '../../fuzz/index.js';
import { printableJson } from '../../text/index.js';

/** How many of the smallest scenarios that violate something are shown at once. */
const shownAtOnce = 3;

/** @param resume the file from which it can be resumed */
export function surveyInWords(
  { bounds: { tasks, functions, statements }, models, properties }: EnumerateRequest,
  { scenarios, isComplete, survey }: EnumerateResult,
  resume: string | undefined,
): string {
  const table = new Table({
    head: ['', ...models.map(({ name }) => name)],
    style: { head: [], border: [] },
  });
  for (const { name } of properties)
    table.push([name, ...models.map((model) => describe(survey[model.name]?.[name], isComplete))]);
  const broken = properties.flatMap(({ name: property }) =>
    models.flatMap(({ name: model }) => {
      const cell = survey[model]?.[property];
      return cell?.smallest ? [tellSmallest(model, property, cell, cell.smallest.document, isComplete)] : [];
    }),
  );
  const rest = resume === undefined ? '' : `; go on with --resume ${resume}`;
  const all = isComplete
    ? `All ${scenarios.toLocaleString('en')} scenarios with at most ${tasks} tasks, ${functions} functions and ${statements} statements, up to names.`
    : `The first ${scenarios.toLocaleString('en')} scenarios only: stopped before the end${rest}.`;
  const isOne = models.length * properties.length === 1;
  const shown = isOne ? broken : broken.slice(0, shownAtOnce);
  const more = broken.length - shown.length;
  return `${all}\n${table.toString()}\n${shown.join('')}${more > 0 ? `… and ${more} more: ask for one model and one property, or --json\n` : ''}`;
}

export function surveyAsJson({ bounds }: EnumerateRequest, result: EnumerateResult): string {
  return printableJson({ bounds, ...result });
}

function describe(cell: SurveyCell | undefined, isComplete: boolean): string {
  if (!cell) return '-';
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
): string {
  const weakest = weakestAssumptions(cell).map((each) => each.join(' and '));
  // Whatever is not known yet may violate it as well.
  const guaranteed =
    weakest.length === 0
      ? 'guaranteed under none of the assumptions'
      : isComplete && cell.inconclusive === 0
        ? `guaranteed if ${weakest.join(', or ')}`
        : `what is known so far would be excluded by ${weakest.join(', or ')}`;
  return `\n${model}, ${property}: ${guaranteed}. The smallest scenario that violates it:\n\n${printScenario(document)}`;
}
