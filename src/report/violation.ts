import { hang, type Painter, wrap } from '../text/index.js';
import { headline, renderSteps, tell } from '../trace/index.js';
import { describeLength, describeOrigin, type ViolatedCell, type Violation } from './group.js';

/**
 * A run, and the cells of which it shows why they are violated. Where these are several, it says whose it is.
 *
 * @param placeOf what a line of the scenario is called
 */
export function renderViolation(
  { cells, shortest }: Violation,
  paint: Painter,
  width: number,
  placeOf?: (line: number) => string,
): string {
  const story = tell(shortest.verdict.counterexample);
  const { origin: whose } = shortest.verdict;
  const origin = whose === undefined ? '' : `, ${describeOrigin(whose)}`;
  const byProperty = new Map<string, string[]>();
  for (const { model, property } of cells)
    byProperty.set(property.name, [...(byProperty.get(property.name) ?? []), model.name]);
  return [
    ...[...byProperty].map(([property, models]) =>
      wrap(`${paint.bad('✗')} ${paint.bold(property)} under ${models.join(', ')}${origin}`, width),
    ),
    ...(cells.length > 1 ? [paint.dim(wrap(`  ${whoseRun({ cells, shortest })}`, width))] : []),
    ...renderSteps(story, paint, width - margin.length, placeOf).map((step) =>
      step.replaceAll(/^/gm, margin),
    ),
    ...story.notices.map((notice) => hang(`${margin}${paint.dim('→')} `, margin.length + 2, notice, width)),
  ].join('\n');
}

const margin = '  ';

function whoseRun({ cells, shortest: { model, property } }: Violation): string {
  const areOfOneProperty = cells.every((each) => each.property.name === property.name);
  const areOfOneModel = cells.every((each) => each.model.name === model.name);
  return [
    'the run',
    ...(areOfOneProperty ? [] : [`for ${property.name}`]),
    ...(areOfOneModel ? [] : [`under ${model.name}`]),
  ]
    .join(' ')
    .concat(':');
}

/** What goes wrong, in one line: the property, how long its run is, and what that shows. */
export function sayViolation(
  { property, verdict: { counterexample } }: ViolatedCell,
  paint: Painter,
): string {
  const what = headline(counterexample) ?? `it is not so that ${property.summary}`;
  return `${paint.bold(property.name)}, in ${describeLength(counterexample)}: ${what}`;
}
