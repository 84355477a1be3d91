import type { SafetyProperty } from '../src/livepatch/index.js';
import { atomicSwitch } from './atomic-switch.js';
import { callCompatibility } from './call-compatibility.js';
import { dataCompatibility } from './data-compatibility.js';
import { deadlockFreedom } from './deadlock-freedom.js';
import { functionConsistency } from './function-consistency.js';
import { globalConsistency } from './global-consistency.js';
import { lockDiscipline } from './lock-discipline.js';
import { stackConsistency } from './stack-consistency.js';
import { syscallConsistency } from './syscall-consistency.js';
import { taskMonotonicity } from './task-monotonicity.js';
import { unloadSafety } from './unload-safety.js';

/** The properties that come with klpcheck: the rows of a verdict table. */
export const properties: readonly SafetyProperty[] = [
  functionConsistency,
  stackConsistency,
  syscallConsistency,
  taskMonotonicity,
  globalConsistency,
  atomicSwitch,
  callCompatibility,
  lockDiscipline,
  deadlockFreedom,
  dataCompatibility,
  unloadSafety,
];
