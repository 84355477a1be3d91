import { printable } from '../text/index.js';
import type { StaticFinding } from './finding.js';
import { explanationOf, ruleDescriptions } from './rules.js';

const shownPlaces = 4;

/** As compilers print: position and message, where else to look, and what to do. Each rule is explained once. */
export function printFindings(findings: readonly StaticFinding[]): string {
  const explained = new Set<string>();
  return findings
    .flatMap((finding) => {
      const { rule, severity, file, line, message, places } = finding;
      const isFirst = !explained.has(rule);
      explained.add(rule);
      const hidden = places.length - shownPlaces;
      return [
        `${file}:${line}: ${severity}: ${message} [${rule}]`,
        ...places.slice(0, shownPlaces).map((each) => `  ${each.file}:${each.line}: ${each.name}`),
        ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
        ...(isFirst ? [`  what to do: ${ruleDescriptions[rule].remedy} (${explanationOf(rule)})`] : []),
      ];
    })
    .map((text) => `${printable(text)}\n`)
    .join('');
}
