import type { Assessment, Finding, Judgement } from '../assessment/index.js';
import { hang, type Painter, painter, plural, printable, wrap } from '../text/index.js';
import { groupViolations } from './group.js';
import type { Style } from './reporter.js';
import { renderTable } from './table.js';
import { renderViolation } from './violation.js';

const sentences: Readonly<Record<Judgement, string>> = {
  'too-coarse': 'the draft is too coarse to say anything',
  inconclusive: 'not all states were searched',
  person: 'what the data means is not in the code: a person must say',
  'breaks-when-mixed': 'breaks where old code calls new code, or new code calls old code',
  late: 'nothing breaks, but the old code is as unsafe as it was until the transition ends',
  harmless: 'old and new code are not in each other’s way',
};

/** What is to be said of a fix, for a person. */
export function renderAssessment(assessment: Assessment, { colour, width }: Style): string {
  const paint = painter(colour);
  const { patchName, judgement, cells, findings, extraction } = assessment;
  const of =
    judgement === 'harmless' ? paint.good : judgement === 'breaks-when-mixed' ? paint.bad : paint.unsure;
  const text = [
    [
      wrap(`${paint.bold(printable(patchName))}: ${of(sentences[judgement])}`, width),
      wrap(replacedBy(extraction), width),
      renderTable(cells, paint, width),
    ].join('\n'),
    ...findings.map((finding) => renderFinding(finding, assessment, paint, width)),
    renderTooCoarse(assessment, paint, width),
    renderAssumptions(assessment, paint, width),
  ];
  return printable(`${text.filter((part) => part !== '').join('\n\n')}\n`, colour);
}

function replacedBy({ changes, direction }: Assessment['extraction']): string {
  const names = [...changes.patched.values()].map(
    ({ name, new: { file, line } }) => `${name} (${file}:${line})`,
  );
  const most = 8;
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  const back = direction === 'backwards' ? '; the source has the fix already, so it was taken back' : '';
  return `replaces ${plural(names.length, 'function')}: ${names.slice(0, most).join(', ')}${more}${back}`;
}

function renderFinding(finding: Finding, { cells }: Assessment, paint: Painter, width: number): string {
  const [violation] = groupViolations({ cells: finding.cells, unreached: [], leftOut: [], unasked: [] });
  const models = new Set(finding.cells.map(({ model }) => model.name));
  const safe = [...new Set(cells.map(({ model }) => model.name))].filter((name) => !models.has(name));
  return [
    ...(violation ? [renderViolation(violation, paint, width, (line) => placeIn(finding, line))] : []),
    wrap(
      `  ${paint.bold(finding.trust)}${safe.length === 0 ? ', under every model' : `; not under ${safe.join(', ')}`}`,
      width,
    ),
    ...finding.restsOn.map(({ text }) => hang('  rests on: ', 12, text, width)),
  ].join('\n');
}

/** `old af_key.c:1717`: the line of C, and of which version. What comes from no line of C has no place. */
function placeIn({ places }: Finding, line: number): string {
  const found = places.get(line);
  return found ? `${found.version} ${found.place}` : '';
}

function renderTooCoarse({ tooCoarse }: Assessment, paint: Painter, width: number): string {
  return [...tooCoarse]
    .map(([{ name }, versions]) =>
      wrap(
        `${paint.unsure('?')} ${name}: the ${versions.join(' and the ')} code violates the draft all by itself, so the draft is too coarse for it: nothing is said about the patch`,
        width,
      ),
    )
    .join('\n');
}

function renderAssumptions(
  { extraction: { assumptions } }: Assessment,
  paint: Painter,
  width: number,
): string {
  if (assumptions.length === 0) return '';
  return [paint.bold('Assumed:'), ...assumptions.map(({ text }) => hang('- ', 2, text, width))].join('\n');
}
