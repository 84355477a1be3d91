import { createRequire } from 'node:module';
import { Language, Parser, type Tree } from 'web-tree-sitter';

const { resolve } = createRequire(import.meta.url);
/** Of a file that nests deeper, or is larger, than any in the kernel, the parser would not be done in reasonable time. */
const mostMilliseconds = 5_000;

let loading: Promise<Grammar> | undefined;

/** The grammar of C. It is loaded once. */
export function grammar(): Promise<Grammar> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Grammar> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(resolve('tree-sitter-c/tree-sitter-c.wasm')));
  return new Grammar(parser);
}

export class Grammar {
  readonly #parser: Parser;

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  /**
   * Hands the syntax tree of a text to `use`, and frees it afterwards: no node of it may be kept.
   *
   * @returns undefined where the parser was not done in reasonable time
   */
  withTree<T>(text: string, use: (tree: Tree) => T): T | undefined {
    const end = Date.now() + mostMilliseconds;
    const tree = this.#parser.parse(text, null, { progressCallback: () => Date.now() > end });
    if (!tree) {
      this.#parser.reset();
      return undefined;
    }
    try {
      return use(tree);
    } finally {
      tree.delete();
    }
  }
}
