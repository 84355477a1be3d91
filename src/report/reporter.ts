import type { CheckReport } from '../check/index.js';

/** Turns the outcome of a check into a text. */
export interface Reporter {
  /**
   * Whom the text is for: nothing else may stand beside what a program reads, and a person can be spared it. A log of a CI server has
   * both people and programs for readers.
   */
  readonly audience: 'person' | 'log' | 'program';
  readonly render: Render;
}

export type Render = (report: CheckReport, style: Style) => string;

/** What a reporter may take into account about where its text goes. */
export interface Style {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
}
