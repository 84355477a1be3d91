#!/usr/bin/env node
import { Console } from 'node:console';
import { InputError } from '../scenario/index.js';
import { printable } from '../text/index.js';
import { klpcheckVersion } from '../version.js';
import { exitCode } from './exit-code.js';
import { tolerateClosedOutput } from './output.js';
import { run } from './program.js';

tolerateClosedOutput();
// What a model of the user's own prints must not get between data on stdout.
globalThis.console = new Console(process.stderr);
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof InputError) {
    process.stderr.write(`${error.message}\n`);
    return exitCode.wrongInput;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text =
    `klpcheck: internal error. This is a mistake in klpcheck, and no verdict. Please report it with the scenario and what follows.\n` +
    `klpcheck ${klpcheckVersion}, node ${process.version}, ${process.platform}: ${process.argv.slice(2).join(' ')}\n${details}\n`;
  process.stderr.write(printable(text));
  return exitCode.internalError;
}
