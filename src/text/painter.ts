import pc from 'picocolors';

/** How parts of a text are set off: with colour on a terminal that has it, else not at all. */
export interface Painter {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  unsure(text: string): string;
  oldCode(text: string): string;
  newCode(text: string): string;
}

export function painter(colour: boolean): Painter {
  const colours = pc.createColors(colour);
  return {
    bold: colours.bold,
    dim: colours.dim,
    good: colours.green,
    bad: colours.red,
    unsure: colours.yellow,
    oldCode: colours.magenta,
    newCode: colours.cyan,
  };
}
