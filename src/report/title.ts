import type { ModelInstance } from '../livepatch/index.js';
import type { Scenario } from '../scenario/index.js';
import { type Painter, printable, wrap } from '../text/index.js';

/** The name of a scenario, and its file, on one line where there is room. */
export function renderTitle({ name, file }: Scenario, paint: Painter, width: number): string {
  return wrap(`${paint.bold(printable(name))}  ${paint.dim(printable(file))}`, width);
}

/** The name of a model, and the kernel that has it: `klp (Linux 6.16)`. */
export function titleOf({ name, kernel }: ModelInstance): string {
  return kernel === undefined ? name : `${name} (${kernel})`;
}
