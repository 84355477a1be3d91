import { processImplementation } from '../../src/conformance/index.js';

/* Asks a program once, tells its answer, and then has other things to do. The argument is the program. */

const [program = ''] = process.argv.slice(2);
const implementation = processImplementation(process.execPath, ['-e', program]);
console.log(await implementation.step({ process: 'patcher', action: 'begins' }));
setInterval(() => {}, 1000);
