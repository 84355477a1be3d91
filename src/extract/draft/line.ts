/** A line of a draft, without its indentation. */
export interface DraftLine {
  readonly text: string;
  /** Where it comes from, as `af_key.c:1717`. */
  readonly place?: string;
  /** What is said behind it instead. */
  readonly comment?: string;
}

export type DraftLines = readonly DraftLine[];

/** The lines of a text, with nothing behind them. */
export function plainLines(...texts: readonly string[]): DraftLines {
  return texts.map((text) => ({ text }));
}

export function indented(lines: DraftLines, by = 2): DraftLines {
  return lines.map((line) => ({ ...line, text: ' '.repeat(by) + line.text }));
}

/** An item of a list, on several lines. */
export function item(lines: DraftLines): DraftLines {
  return lines.map((line, index) => ({ ...line, text: (index === 0 ? '- ' : '  ') + line.text }));
}

export function printLine({ text, place, comment = place }: DraftLine): string {
  return comment === undefined || comment === '' ? text : `${text} # ${comment}`;
}
