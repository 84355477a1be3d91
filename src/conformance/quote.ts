/** How much is told of what an implementation says. */
const toldCharacters = 200;

/** The beginning of what an implementation said, where it is long. */
export function abridge(said: string): string {
  return said.length > toldCharacters ? `${said.slice(0, toldCharacters)}…` : said;
}

export function quote(said: string): string {
  return `'${abridge(said)}'`;
}
