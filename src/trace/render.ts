import Table from 'cli-table3';
import { isFirstVersion } from '../livepatch/index.js';
import { hang, type Painter, wrap } from '../text/index.js';
import type { Story, StoryStep } from './story.js';

/**
 * One entry a step: number, task, what it does, what changed, and the line of the scenario.
 *
 * @param width columns of the terminal: what is longer is broken between words
 * @param placeOf what a line is called
 */
export function renderSteps(
  { steps, loopStart }: Pick<Story, 'steps' | 'loopStart'>,
  paint: Painter,
  width = Number.POSITIVE_INFINITY,
  placeOf: (line: number) => string = (line) => `line ${line}`,
): readonly string[] {
  const taskWidth = Math.max(...steps.map(({ task }) => task.length), 0);
  const digits = String(steps.length).length;
  const lines = steps.map(({ number, task, action, changes, line }) => {
    const details = [
      ...(line === undefined ? [] : [placeOf(line)].filter((place) => place !== '')),
      ...changes,
    ].join('; ');
    const lead = `${String(number).padStart(digits)}  ${paint.bold(task.padEnd(taskWidth))}  `;
    const text = details === '' ? action : `${action}  ${paint.dim(`[${details}]`)}`;
    return hang(lead, digits + taskWidth + 4, text, width);
  });
  if (loopStart === undefined) return lines;
  return [
    ...lines.slice(0, loopStart),
    paint.unsure(cycleMark(steps.length - loopStart)),
    ...lines.slice(loopStart),
  ];
}

function cycleMark(length: number): string {
  return length === 0 ? '↻  for ever: nothing' : '↻  for ever:';
}

const numberWidth = 4;
const lineWidth = 6;
const narrowestLane = 14;

/**
 * One column a task, one row a step. Beside the step, each lane shows which version its task is in.
 *
 * @param width columns of the terminal
 */
export function renderLanes({ tasks, steps, loopStart }: Story, paint: Painter, width: number): string {
  const borders = tasks.length + 3;
  const lane = Math.floor((width - numberWidth - lineWidth - borders) / tasks.length);
  if (lane < narrowestLane) {
    const needed = numberWidth + lineWidth + borders + narrowestLane * tasks.length;
    return paint.dim(
      wrap(`(Lanes of ${tasks.length} tasks need ${needed} columns; there are ${width}.)`, width),
    );
  }
  const table = new Table({
    head: ['', ...tasks, 'line'].map((each) => paint.bold(each)),
    colWidths: [numberWidth, ...tasks.map(() => lane), lineWidth],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  const markCycle = (at: number): void => {
    if (at === loopStart)
      table.push([{ colSpan: tasks.length + 2, content: paint.unsure(cycleMark(steps.length - at)) }]);
  };
  for (const [index, step] of steps.entries()) {
    markCycle(index);
    table.push([
      String(step.number),
      ...tasks.map((task) => laneOf(step, task, paint)),
      step.line === undefined ? '' : String(step.line),
    ]);
  }
  markCycle(steps.length);
  return table.toString();
}

function laneOf(step: StoryStep, task: string, paint: Painter): string {
  const versions = step.versions.get(task) ?? [];
  const inside = versions
    .map((version) => (isFirstVersion(version) ? paint.oldCode(version) : paint.newCode(version)))
    .join(' + ');
  if (step.task !== task) return inside === '' ? '' : `· ${inside}`;
  const text = [step.action, ...step.changes.map((change) => paint.dim(change))].join('\n');
  return inside === '' ? text : `${text}\n· ${inside}`;
}
