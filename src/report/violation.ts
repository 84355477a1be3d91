import { type Painter, renderSteps, tell, wrap } from '../trace/index.js';
import { describeOrigin, type Violation } from './group.js';

/** A run, and the cells that it violates. */
export function renderViolation({ cells, shortest }: Violation, paint: Painter, width: number): string {
  const { scenario, verdict } = shortest;
  const story = tell(verdict.counterexample, scenario.patch.functions);
  const { origin: whose } = shortest.verdict;
  const origin = whose === undefined ? '' : `, ${describeOrigin(whose)}`;
  const byProperty = new Map<string, string[]>();
  for (const { model, property } of cells)
    byProperty.set(property.name, [...(byProperty.get(property.name) ?? []), model.name]);
  return [
    ...[...byProperty].map(([property, models]) =>
      wrap(`${paint.bad('✗')} ${paint.bold(property)} under ${models.join(', ')}${origin}`, width),
    ),
    ...renderSteps(story, paint).map((line) => `  ${line}`),
    ...story.notices.map((notice) => `  ${paint.dim('→')} ${notice}`),
  ].join('\n');
}
