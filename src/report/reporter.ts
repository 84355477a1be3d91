import type { CheckReport } from '../check/index.js';

/** Turns the outcome of a check into a text: for a person, a CI server, or a script. */
export type Reporter = (report: CheckReport, style: Style) => string;

/** What a reporter may take into account about where its text goes. */
export interface Style {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
}
