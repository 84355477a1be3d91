import type { Property } from '../src/model.js';
import { atomicSwitch } from './atomic-switch.js';
import { callCompatibility } from './call-compatibility.js';
import { convergence } from './convergence.js';
import { dataCompatibility } from './data-compatibility.js';
import { deadlockFreedom } from './deadlock-freedom.js';
import { functionConsistency } from './function-consistency.js';
import { globalConsistency } from './global-consistency.js';
import { interruption } from './interruption.js';
import { lockDiscipline } from './lock-discipline.js';
import { noStarvation } from './no-starvation.js';
import { noWarning } from './no-warning.js';
import { nonInterference } from './non-interference.js';
import { objectSafety } from './object-safety.js';
import { reversibility } from './reversibility.js';
import { stackConsistency } from './stack-consistency.js';
import { stepsToConvergence } from './steps-to-convergence.js';
import { syscallConsistency } from './syscall-consistency.js';
import { taskMonotonicity } from './task-monotonicity.js';
import { unloadSafety } from './unload-safety.js';
import { wakeUps } from './wake-ups.js';

/** The properties that come with klpcheck: the rows of a verdict table. */
export const properties: readonly Property[] = [
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
  objectSafety,
  unloadSafety,
  noWarning,
  convergence,
  noStarvation,
  reversibility,
  nonInterference,
  interruption,
  wakeUps,
  stepsToConvergence,
];

export { callCompatibility, dataCompatibility, deadlockFreedom, lockDiscipline };
