import { createRequire } from 'node:module';
import type * as FastXmlParser from 'fast-xml-parser';
import { type Cell, isVacuous } from '../check/index.js';
import { painter, printable } from '../text/index.js';
import { renderSteps, tell } from '../trace/index.js';
import { byScenario, describeVerdict, isBad, isViolatedBy } from './group.js';
import type { Render, Reporter } from './reporter.js';

const require = createRequire(import.meta.url);

const render: Render = (report) => {
  const suites = byScenario(report).map((cells) => ({
    '@name': cells[0].scenario.name,
    '@file': cells[0].scenario.file,
    '@tests': cells.length,
    '@failures': cells.filter(isBad).length,
    '@errors': cells.filter(({ verdict }) => verdict.kind === 'inconclusive').length,
    '@skipped': cells.filter(isSkipped).length,
    testcase: cells.map(testCase),
  }));
  // Thirty modules, which whoever wants another report need not wait for.
  const { XMLBuilder } = require('fast-xml-parser') as typeof FastXmlParser;
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true });
  // XML has no way to write a control character: not even as an entity.
  return printable(
    builder.build({
      '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
      testsuites: { '@name': 'klpcheck', testsuite: suites },
    }),
  );
};

/** For a CI server: a test suite a scenario, a test a cell. Vacuous cells, and violations that are not the mechanism's, are skipped; inconclusive ones are errors. */
export const junit: Reporter = { audience: 'program', render };

function testCase(cell: Cell): object {
  const attributes = {
    '@classname': cell.scenario.name,
    '@name': `${cell.model.name}: ${cell.property.name}`,
    '@file': cell.scenario.file,
    '@time': (cell.statistics.elapsedMs / 1000).toFixed(3),
  };
  const message = describeVerdict(cell);
  if (cell.verdict.kind === 'inconclusive') return { ...attributes, error: { '@message': message } };
  if (isBad(cell)) return { ...attributes, failure: { '@message': message, '#text': runOf(cell) } };
  return isSkipped(cell) ? { ...attributes, skipped: { '@message': message } } : attributes;
}

/** What is no evidence for or against the mechanism. */
function isSkipped(cell: Cell): boolean {
  const { verdict } = cell;
  const isOther = verdict.kind === 'violated' && !isViolatedBy(verdict);
  return (isVacuous(verdict) || isOther) && !isBad(cell);
}

function runOf({ verdict }: Cell): string {
  if (verdict.kind !== 'violated') return '';
  const story = tell(verdict.counterexample);
  return [...renderSteps(story, painter(false)), ...story.notices].join('\n');
}
