import { createTwoFilesPatch } from 'diff';
import { type Advice, type AdviceReport, type Change, type SafeModel, sizeOf } from '../advise/index.js';
import { printScenario } from '../arbitraries/index.js';
import { type Cell, measureSymbols, printMeasure } from '../check/index.js';
import { hang, type Painter, painter, plural, printable, wrap } from '../text/index.js';
import { listed } from '../trace/index.js';
import { isViolated, isViolatedBy, type ViolatedCell } from './group.js';
import { renderTitle, titleOf } from './title.js';
import { sayViolation } from './violation.js';

/**
 * What to do about a patch: for a person.
 *
 * @param text the scenario file as it was
 * @param width columns of the terminal
 */
export function renderAdvice(report: AdviceReport, text: string, colour: boolean, width: number): string {
  const paint = painter(colour);
  const { scenario, harm, model } = report;
  const name = titleOf(model);
  const parts =
    harm.violated.length === 0
      ? [
          harm.undecided.length > 0
            ? wrap(paint.unsure(`Not decided under ${name}: the search was not finished.`), width)
            : wrap(paint.good(`Safe under ${name} as it is: there is no harm to take away.`), width),
          sayModels(report.safeModels, paint, width),
        ]
      : [
          [
            wrap(paint.bad(`Unsafe under ${name}:`), width),
            ...harm.violated.filter(isViolated).map((cell) => sayHarm(cell, paint, width)),
          ].join('\n'),
          sayModels(report.safeModels, paint, width),
          sayAdvices(report, name, text, paint, width),
          sayCore(report, paint, width),
        ];
  const said = [renderTitle(scenario, paint, width), ...parts.filter((part) => part !== '')].join('\n\n');
  return printable(`${said}\n`, colour);
}

function sayHarm(cell: ViolatedCell, paint: Painter, width: number): string {
  return hang(`  ${paint.bad('✗')} `, 4, sayViolation(cell, paint), width);
}

function sayModels(models: readonly SafeModel[], paint: Painter, width: number): string {
  if (models.length === 0) return 'No other model is safe for it.';
  return [
    'Safe under, the least disruptive first:',
    ...models.map(({ model, cells }) =>
      hang(`  ${paint.bold(model.name)}  `, model.name.length + 4, sayCost(cells), width),
    ),
  ].join('\n');
}

function sayCost(cells: readonly Cell[]): string {
  return cells
    .map(({ property, verdict }) => {
      if (verdict.kind === 'measured')
        return verdict.vacuous === undefined && verdict.measures[0]
          ? `${property.name} ${printMeasure(verdict.measures[0], measureSymbols)}`
          : '';
      if (verdict.kind === 'inconclusive') return `${property.name} not decided`;
      return isViolatedBy(verdict) ? 'may never finish' : 'finishes in every fair run';
    })
    .filter((each) => each !== '')
    .join(', ');
}

function sayAdvices(
  { advices, harm, trials, isPartial, scenario }: AdviceReport,
  name: string,
  text: string,
  paint: Painter,
  width: number,
): string {
  if (advices.length === 0)
    return wrap(
      `Of ${plural(trials - 1, 'change')} that ${trials === 2 ? 'was' : 'were'} tried, none makes it safe under ${name}${isPartial ? '; the search was not finished' : ''}.`,
      width,
    );
  const removed = harm.violated.map(({ property }) => property.name);
  return [
    wrap(
      `To make it safe under ${name}, ${advices.length === 1 ? 'change this' : 'one of these'}. Each was checked: ${listed(removed)} and every other property of harm hold then, and nothing of it can be left out.`,
      width,
    ),
    ...advices.flatMap((advice, index) => [
      '',
      hang(`${index + 1}. `, 3, paint.bold(sentence(advice)), width),
      ...diffOf(scenario.file, text, advice, paint),
    ]),
    ...(isPartial ? ['', paint.unsure('Not everything was decided: there may be more.')] : []),
  ].join('\n');
}

function sentence({ changes }: Advice): string {
  const said = changes.map(sayChange).join('; ');
  return said.charAt(0).toUpperCase() + said.slice(1);
}

export function sayChange(change: Change): string {
  switch (change.kind) {
    case 'patch-function':
      return `patch ${change.name} too, by a function that does the same`;
    case 'function-order':
      return `patch the functions in the order ${change.order.join(', ')}`;
    case 'lock-order':
      return `take ${change.locks.join(' before ')} in the new ${change.name}, as the old one does`;
    case 'accept-both':
      return `let the new ${change.name} accept what the old functions write to ${change.data}, too`;
    case 'safe-point':
      return `let ${change.name} pass a safe point before each round of its work`;
  }
}

/** The changed lines with a line of context; file names, so that `patch` takes it. */
function diffOf(file: string, before: string, { text }: Advice, paint: Painter): readonly string[] {
  return createTwoFilesPatch(file, file, before, text, undefined, undefined, { context: 1 })
    .split('\n')
    .filter((line) => line !== '' && !/^(={10}|Index: )/.test(line))
    .map((line) => {
      if (/^(---|\+\+\+|@@)/.test(line)) return paint.dim(line);
      return line.startsWith('+') ? paint.good(line) : line.startsWith('-') ? paint.bad(line) : line;
    });
}

function sayCore({ core, harm: { violated } }: AdviceReport, paint: Painter, width: number): string {
  if (!core) return '';
  const { tasks, functions, statements } = sizeOf(core.document);
  const what = `${plural(tasks, 'task')}, ${plural(functions, 'function')}, ${plural(statements, 'statement')}`;
  return [
    wrap(
      `This much of it suffices for ${violated[0]?.property.name} (${what}); ${core.isPartial ? 'there may be something smaller' : 'nothing of it can be left out'}:`,
      width,
    ),
    paint.dim(printScenario(core.document).trimEnd().replaceAll(/^/gm, '  ')),
  ].join('\n');
}
