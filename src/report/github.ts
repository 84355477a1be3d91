import type { Cell } from '../check/index.js';
import { painter, renderSteps, tell } from '../trace/index.js';
import { describeVerdict, isBad } from './group.js';
import type { Reporter } from './reporter.js';

/** For GitHub Actions: a workflow command a cell that is bad or inconclusive, at the line of the scenario. */
export const github: Reporter = ({ cells }) =>
  cells
    .filter((cell) => isBad(cell) || cell.verdict.kind === 'inconclusive')
    .map((cell) => `${annotation(cell)}\n`)
    .join('');

function annotation(cell: Cell): string {
  const { scenario, model, property, verdict } = cell;
  const level = verdict.kind === 'inconclusive' ? 'warning' : 'error';
  const title = `${scenario.name}: ${property.name} under ${model.name}`;
  const story =
    verdict.kind === 'violated' ? tell(verdict.counterexample, scenario.patch.functions) : undefined;
  const line = story?.steps.findLast((step) => step.line !== undefined)?.line ?? 1;
  const run = story ? [...renderSteps(story, painter(false)), ...story.notices] : [];
  const message = [describeVerdict(cell), ...run].join('\n');
  return `::${level} file=${escapeProperty(scenario.file)},line=${line},title=${escapeProperty(title)}::${escapeData(message)}`;
}

/** Workflow commands end at a line break, and their properties at a comma or a colon too. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
