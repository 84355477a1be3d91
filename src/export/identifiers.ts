/*
 * Identifiers of Promela, from names that may be any text. They go through three languages: Promela, the preprocessor
 * of C, and the C of the verifier, in which a global variable is a member of a structure.
 */

const promela = `
  active always assert atomic bit bool break byte c_code c_decl c_expr c_state c_track chan d_step do else empty enabled
  equivalent eval eventually false fi for full get_priority goto hidden if implies in init inline int len local ltl mtype
  nempty never next nfull notrace od of pc_value pid printf printm priority proctype provided release return run select
  set_priority short show skip stronguntil timeout trace true typedef unless unsigned until weakuntil xr xs`;

const c = `
  asm auto case char const continue default double enum errno extern float i386 linux long register signed sizeof
  stderr stdin stdout static struct switch typeof union unix void volatile while`;

/** Words that mean something already, and the macros that every exported file defines. */
const taken: ReadonlySet<string> = new Set(
  `${promela} ${c} anyway claims has may_rest nobody require several started with without`.split(/\s+/),
);

/** A label that begins so means something to SPIN. */
const meaningfulLabel = /^(end|accept|progress)/;

/** Long call strings would make labels that nobody can read. */
const maximumLength = 60;

/** Hands out identifiers, each once. Those of an inner scope differ from those of the outer one too. */
export class Identifiers {
  private readonly used = new Set<string>();

  constructor(private readonly outer?: Identifiers) {}

  /** An identifier that looks like `text`, and is given to nobody else. */
  allocate(text: string): string {
    const base = toIdentifier(text);
    let identifier = base;
    for (let number = 2; this.isTaken(identifier); number++) identifier = `${base}_${number}`;
    this.used.add(identifier);
    return identifier;
  }

  /** A label. `isEnd` makes it one at which a process may stop for ever. */
  allocateLabel(text: string, isEnd: boolean): string {
    const word = toIdentifier(text);
    if (isEnd) return this.allocate(word.startsWith('end') ? word : `end_${word}`);
    return this.allocate(meaningfulLabel.test(word) ? `at_${word}` : word);
  }

  private isTaken(identifier: string): boolean {
    return (
      taken.has(identifier) ||
      /^kept_\d+$/.test(identifier) ||
      this.used.has(identifier) ||
      (this.outer?.isTaken(identifier) ?? false)
    );
  }
}

function toIdentifier(text: string): string {
  const word = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .slice(0, maximumLength)
    .replace(/^_+|_+$/g, '');
  if (word === '') return 'unnamed';
  // The verifier has macros of capitals, and the operators of logic are capitals too.
  if (/^[A-Z0-9_]+$/.test(word) || /^\d/.test(word)) return `the_${word}`;
  return word;
}
