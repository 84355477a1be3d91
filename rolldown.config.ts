import { defineConfig } from 'rolldown';

/*
 * The doors of the package, each a file, and what they share in a few others: to load four hundred small files takes longer than
 * most searches (docs/decisions/start-up.md).
 */
export default defineConfig({
  input: {
    'src/cli/main': 'src/cli/main.ts',
    'src/index': 'src/index.ts',
    'src/model': 'src/model.ts',
    'src/vitest/index': 'src/vitest/index.ts',
    'src/conformance/index': 'src/conformance/index.ts',
    'src/arbitraries/index': 'src/arbitraries/index.ts',
    // Threads begin in a file that stands beside the one that starts them.
    'src/shared/pool-worker': 'src/engine/parallel/pool-worker.ts',
    'src/shared/fuzz-thread': 'src/fuzz/fuzz-thread.ts',
    'src/shared/enumerate-thread': 'src/fuzz/enumerate-thread.ts',
    'src/shared/lex-thread': 'src/kernel-index/lex-thread.ts',
  },
  platform: 'node',
  // What is not always needed, or must be the one that the caller has.
  external: [
    'fast-check',
    'fast-xml-parser',
    'jiti',
    'typescript',
    'vitest',
    'web-tree-sitter',
    'write-file-atomic',
    /^klpcheck/,
  ],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  output: { dir: 'dist', format: 'esm', chunkFileNames: 'src/shared/[name].js', cleanDir: true },
});
