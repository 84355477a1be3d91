import path from 'node:path';
import type { Cell } from '../check/index.js';
import { painter, printable } from '../text/index.js';
import { renderSteps, tell } from '../trace/index.js';
import { describeVerdict, isBad, isViolatedBy } from './group.js';
import type { Render, Reporter } from './reporter.js';

const render: Render = ({ cells }) =>
  cells
    .filter((cell) => isBad(cell) || cell.verdict.kind === 'inconclusive' || isNotice(cell))
    .map((cell) => `${annotation(cell)}\n`)
    .join('');

/**
 * For GitHub Actions: a workflow command a cell that is bad, inconclusive, or violated with nothing patched live, at the line of the
 * scenario.
 */
export const github: Reporter = { audience: 'log', render };

/** Violated, not by the mechanism, and nothing is expected. */
function isNotice({ verdict, asExpected }: Cell): boolean {
  return asExpected === undefined && verdict.kind === 'violated' && !isViolatedBy(verdict);
}

function annotation(cell: Cell): string {
  const { scenario, model, property, verdict } = cell;
  const level = verdict.kind === 'inconclusive' ? 'warning' : isNotice(cell) ? 'notice' : 'error';
  const title = `${scenario.name}: ${property.name} under ${model.name}`;
  const story = verdict.kind === 'violated' ? tell(verdict.counterexample) : undefined;
  const line = story?.steps.findLast((step) => step.line !== undefined)?.line ?? lineOfExpectation(cell) ?? 1;
  const run = story ? [...renderSteps(story, painter(false)), ...story.notices] : [];
  const message = [describeVerdict(cell), ...run].join('\n');
  const file = path.normalize(scenario.file);
  return `::${level} file=${escapeProperty(file)},line=${line},title=${escapeProperty(title)}::${escapeData(message)}`;
}

/** Where the scenario says what it expects of a cell, for one that holds and should not. */
function lineOfExpectation({ scenario, model, property }: Cell): number | undefined {
  return scenario.expectations.find((each) => each.model === model.name && each.property === property.name)
    ?.source.line;
}

/** Workflow commands end at a line break, and their properties at a comma or a colon too. */
function escapeData(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
