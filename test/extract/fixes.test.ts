import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { assess } from '../../src/assessment/index.js';
import { extract } from '../../src/extract/index.js';
import { selectModels } from '../../src/names/index.js';
import { parseScenario } from '../../src/scenario/index.js';
import { fixes } from './fixes.js';
import { diffOf } from './take-back.js';

/*
 * Real fixes, taken back from a kernel that has them. The kernel is not in this repository: install Debian's package linux-source-6.1,
 * unpack it, and say where: KLPCHECK_KERNEL=/usr/src/linux-source-6.1 npx vitest run test/extract/fixes.test.ts
 */
const kernel = process.env.KLPCHECK_KERNEL ?? '';
const isThere = existsSync(path.join(kernel, 'net/key/af_key.c'));
if (!isThere)
  console.warn(
    'SKIPPED: real fixes are not tried, for KLPCHECK_KERNEL does not say where linux-source-6.1 is',
  );

test.skipIf(!isThere).each(fixes)(
  '$cve is $judgement',
  async (fix) => {
    const request = {
      patch: diffOf(fix, kernel),
      patchName: `${fix.cve}.patch`,
      read: (file: string) => readFile(path.join(kernel, file), 'utf8').catch(() => undefined),
    };
    const extraction = await extract(request);
    expect([...extraction.changes.patched.keys()].sort()).toEqual([...fix.functions].sort());
    expect(extraction.direction).toBe('backwards');
    expect(parseScenario(extraction.text, 'draft.yaml').ok).toBe(true);
    expect((await extract(request)).text).toBe(extraction.text);

    const { models = [], ...known } = await selectModels({ model: ['klp,kpatch,kgraft,null'] });
    const { judgement, tooCoarse, findings } = await assess(fix.cve, extraction, { ...known, models });
    expect(tooCoarse.size).toBe(0);
    expect(judgement).toBe(fix.judgement);
    const violatedUnder = new Set(findings.flatMap(({ cells }) => cells.map(({ model }) => model.name)));
    expect([...violatedUnder].sort()).toEqual(unsafeModels[fix.judgement]);
  },
  60_000,
);

/** Under which models old and new code get into each other's way, by what is right to say. */
const unsafeModels = {
  harmless: [],
  person: [],
  late: ['kgraft', 'klp', 'null'],
  'breaks-when-mixed': ['null'],
} as const;
