import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { checkWoven, originsOf } from '../../src/check/check.js';
import type { Cell, CheckReport } from '../../src/check/index.js';

import { formulaProperty, instantiate, type Woven, weave } from '../../src/livepatch/index.js';
import type { Run } from '../../src/replay/index.js';
import { groupViolations } from '../../src/report/group.js';
import { reporters } from '../../src/report/index.js';
import { loadScenarios } from '../../src/scenario/index.js';
import type { Edge } from '../../src/system/index.js';
import { tell } from '../../src/trace/index.js';

/* Which violations are one: decided by what there is to notice in their runs, and never by how it is told. */

const files = [
  'hazards/lock-order',
  'thread/simple-deadlock',
  'thread/opportunistic-livelock',
  'hazards/reversal-too-late',
  'hazards/sleeper-removed',
];

async function reportOf(
  paths: readonly string[],
  change: (woven: Woven) => Woven = (woven) => woven,
): Promise<CheckReport> {
  const cells: Cell[] = [];
  for (const scenario of await loadScenarios(paths.map((path) => `scenarios/${path}.yaml`))) {
    const origins = originsOf(scenario, properties);
    for (const model of models) {
      const woven = change(weave(scenario, instantiate(model)));
      const all = [...properties, ...scenario.formulas.map(formulaProperty)];
      cells.push(...(await checkWoven(woven, all, undefined, origins)).cells);
    }
  }
  return { cells, unreached: [], leftOut: [], unasked: [] };
}

/** The same tasks and the same patcher, but that every step is called alike under a model, and otherwise under another. */
function withOtherWords({ templates, executed, moments, ...rest }: Woven): Woven {
  const name = `does something under ${rest.instance.name}`;
  const renamed = new Map<Edge, Edge>();
  for (const { graph } of templates)
    for (const edge of graph.edges) renamed.set(edge, { ...edge, action: { ...edge.action, name } });
  const changed = (edge: Edge): Edge => renamed.get(edge) ?? expect.fail('a step is in no template');
  return {
    ...rest,
    templates: templates.map((each) => ({
      ...each,
      graph: { ...each.graph, edges: each.graph.edges.map(changed) },
    })),
    executed: executed.map((each) => ({ ...each, edge: changed(each.edge) })),
    moments: new Map([...moments].map(([edge, moment]) => [changed(edge), moment])),
  };
}

/** The groups, each as the cells that are in it. */
function groupsOf(report: CheckReport): readonly (readonly string[])[] {
  return groupViolations(report)
    .map(({ cells }) =>
      cells
        .map(({ scenario, model, property }) => `${scenario.name}: ${model.name}, ${property.name}`)
        .sort(),
    )
    .sort(([one = ''], [other = '']) => one.localeCompare(other));
}

describe('violations are grouped', () => {
  test('alike, however steps are called', async () => {
    const asItIs = groupsOf(await reportOf(files));
    const reworded = await reportOf(files, withOtherWords);
    const actions = reworded.cells.flatMap(({ verdict }) =>
      verdict.kind === 'violated' ? verdict.counterexample.steps.map(({ action }) => action) : [],
    );
    expect(new Set(actions)).toEqual(new Set(models.map((each) => `does something under ${each.name}`)));
    expect(groupsOf(reworded)).toEqual(asItIs);
    expect(asItIs.some((cells) => cells.length > 1)).toBe(true);
    expect(asItIs.length).toBeGreaterThan(files.length);
  });

  test('only where there is the same to notice, and told by a run that is said to be whose it is', async () => {
    const report = await reportOf(['hazards/lock-order']);
    const groups = groupViolations(report);
    const several = groups.find(({ cells }) => new Set(cells.map(({ model }) => model.name)).size > 1);
    const { shortest } = several ?? expect.fail('no violation is shared by several models');
    const text = reporters.matrix.render(report, { colour: false, width: 200 });
    expect(text).toMatch(new RegExp(`the run .*under ${shortest.model.name}:\n`));
    const ofOneModel =
      groups.find(({ cells }) => cells.length === 1) ?? expect.fail('every violation is shared');
    expect(text).toContain(
      `✗ ${ofOneModel.shortest.property.name} under ${ofOneModel.shortest.model.name}\n  1  `,
    );
    const told = (cell: { readonly verdict: { readonly counterexample: Run } }): readonly string[] =>
      tell(cell.verdict.counterexample).notices.map((notice) => notice.replaceAll(/\d+/g, 'n'));
    for (const { cells } of groups)
      for (const cell of cells) expect(told(cell).toSorted()).toEqual(told(cells[0] ?? cell).toSorted());
  });
});
