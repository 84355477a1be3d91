import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

/**
 * A table whose first column names the rows. Where it is wider than the terminal, it becomes several under each other, each
 * with as many of the columns as fit.
 *
 * @param head of each column, the first among them
 * @param width columns of the terminal
 */
export function renderColumns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = head.map(
    (_, column) => Math.max(...[head, ...rows].map((row) => widthOf(row[column]))) + gap,
  );
  const [first = 0, ...others] = widths;
  const tables: number[][] = [];
  let left = 0;
  others.forEach((needed, index) => {
    const current = tables.at(-1);
    if (current && needed <= left) current.push(index + 1);
    else tables.push([index + 1]);
    left = (current && needed <= left ? left : width - first - 1) - needed;
  });
  return tables.map((columns) => renderTable([0, ...columns], head, rows)).join('\n');
}

/** The padding of a column, and its border. */
const gap = 3;

function widthOf(cell = ''): number {
  return Math.max(
    ...stripVTControlCharacters(cell)
      .split('\n')
      .map((line) => line.length),
  );
}

function renderTable(
  columns: readonly number[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const of = (row: readonly string[]): string[] => columns.map((column) => row[column] ?? '');
  const table = new Table({
    head: of(head),
    style: { head: [], border: [], compact: true },
    colAligns: columns.map((column) => (column === 0 ? 'left' : 'center')),
  });
  for (const row of rows) table.push(of(row));
  return table.toString();
}
