import type { Body, Statement, StatementOf } from './statement.js';
import { statementSyntax } from './statement-syntax.js';

/** The statement as it would be written in a scenario file, on one line and without what is nested in it. */
export function printStatement<K extends Statement['kind']>(statement: StatementOf<K>): string {
  return statementSyntax[statement.kind as K].print(statement);
}

const statementKinds = Object.keys(statementSyntax) as readonly Statement['kind'][];

/** Calls `visit` for each statement of a body, and for those nested in it, in the order in which they are written. */
export function visitStatements(body: Body, visit: (statement: Statement) => void): void {
  for (const statement of body) {
    visit(statement);
    for (const nested of bodiesOf(statement)) visitStatements(nested, visit);
  }
}

function bodiesOf<K extends Statement['kind']>(statement: StatementOf<K>): readonly Body[] {
  return statementSyntax[statement.kind as K].bodies(statement);
}

/** The kinds of statements that have such steps, if not every task has them. A trylock never waits, so nothing is assumed of it. */
export function kindsWithSteps(tag: string): readonly Statement['kind'][] {
  return statementKinds.filter((kind) => statementSyntax[kind].steps?.includes(tag));
}
