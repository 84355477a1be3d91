import { printScenario, readingSize } from '../../arbitraries/index.js';
import { type FoundScenario, type FuzzRequest, type FuzzResult, isStopped } from '../../fuzz/index.js';
import { hang, plural, printableJson, wrap } from '../../text/index.js';

type SearchRequest = Omit<FuzzRequest, 'corpus'>;

/** How a random search was asked for, and where its result went. */
export interface SearchInvocation {
  /** The command line that does the same again, its seed said. */
  readonly command: string;
  /** Where the scenario is that was found. */
  readonly file: string;
  /** The options that make the models of the user's own known to another command: ` --model-file mine.ts`, or nothing. */
  readonly modelFiles: string;
}

/** The scenario that was found, and what is wrong in it, as a file that `check` takes. */
export function printFound(
  { models, property, seed }: SearchRequest,
  { document, path, run }: FoundScenario,
): string {
  const [model] = models;
  return printScenario({
    ...document,
    scenario:
      models.length === 1
        ? `${model?.name} violates ${property.name}`
        : `${property.name} separates ${namesOf(models).join(' and ')}`,
    source:
      run === undefined
        ? 'klpcheck fuzz, shrunk from a scenario of the corpus'
        : `klpcheck fuzz --seed ${seed} --path ${path}`,
  });
}

/**
 * Commands stay on one line each, to be copied.
 *
 * @param width columns of the terminal
 */
export function randomSearchInWords(
  request: SearchRequest,
  result: FuzzResult,
  invocation: SearchInvocation,
  width: number,
): string {
  const { models, property, assumptions } = request;
  const under = assumptions.length === 0 ? '' : `, assuming ${assumptions.join(', ')}`;
  const about = `${namesOf(models).join(', ')}, ${property.name}${under}`;
  if (result.found) return tellFound(about, request, result, result.found, invocation, width);
  if (request.path !== undefined) return `${wrap(`${about}: nothing is found at ${request.path}.`, width)}\n`;
  const stopped = isStopped(request, result)
    ? ` of ${request.runs.toLocaleString('en')}: stopped before the end`
    : '';
  const nothing = `${about}: nothing found in ${plural(result.runs, 'random scenario')}${stopped}${tooLarge(result)}. That is no proof.`;
  return `${wrap(nothing, width)}\n${unexercised(result, width)}Again with: ${invocation.command}\n`;
}

function tellFound(
  about: string,
  request: SearchRequest,
  result: FuzzResult,
  found: FoundScenario,
  { command, file, modelFiles }: SearchInvocation,
  width: number,
): string {
  const [tasks = 0, functions = 0, , statements = 0] = readingSize(found.document);
  const from =
    found.run === undefined
      ? 'a scenario of the corpus'
      : `random scenario ${(found.run + 1).toLocaleString('en')}${tooLarge(result)}`;
  const what = request.models.length === 1 ? 'violated' : 'separated';
  const replay = found.path === undefined ? '' : `Again with: ${command} --path ${found.path}\n`;
  const [violated] = Object.entries(found.judgements).find(([, each]) => each === 'violated') ?? [];
  const size = `${plural(tasks, 'task')}, ${plural(functions, 'function')}, ${plural(statements, 'statement')}`;
  const text = `${about}: ${what} by a scenario with ${size}, shrunk ${plural(found.shrinks, 'time')} from ${from}.`;
  return (
    `${wrap(text, width)}\n\n${printFound(request, found)}\n${unexercised(result, width)}${replay}` +
    `Written to ${file}. See the run: klpcheck explain ${file} -m ${violated}${modelFiles} -p ${request.property.name}\n`
  );
}

/** @param file where the scenario is that was found */
export function randomSearchAsJson(request: SearchRequest, result: FuzzResult, file: string): string {
  const { models, property, seed, assumptions } = request;
  const { runs, inconclusive, coverage, found } = result;
  const document = {
    models: namesOf(models),
    property: property.name,
    ...{ assumptions, seed, runs, isStopped: isStopped(request, result), inconclusive },
    ...(found && { found: { ...found, file } }),
    coverage,
  };
  return printableJson(document);
}

function tooLarge({ inconclusive }: FuzzResult): string {
  return inconclusive === 0 ? '' : ` (${inconclusive} too large to be searched)`;
}

function unexercised({ coverage }: FuzzResult, width: number): string {
  const never = coverage.neverExercised.map((step) => `${hang('  ', 2, step, width)}\n`).join('');
  return never && `Steps of the mechanism that no scenario has exercised:\n${never}`;
}

function namesOf(named: readonly { readonly name: string }[]): readonly string[] {
  return named.map(({ name }) => name);
}
