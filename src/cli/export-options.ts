import type { Waker } from '../livepatch/index.js';

export const exportFormats = ['promela'] as const;

export interface ExportOptions {
  readonly model: string;
  readonly modelFile?: readonly string[];
  readonly wake?: Waker;
  readonly property?: readonly string[];
  readonly format: (typeof exportFormats)[number];
  readonly outputFile?: string;
}
