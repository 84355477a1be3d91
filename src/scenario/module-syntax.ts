import { keywordAndName, none, type Syntax } from './statement-form.js';

/** How the statements are written by which tasks load modules, and unload them. */
export const modules: { readonly [K in 'load' | 'unload']: Syntax<K> } = {
  load: {
    text: keywordAndName('load M', 'module', (module) => ({ kind: 'load', module })),
    print: ({ module }) => `load ${module}`,
    bodies: none,
    steps: ['acquires'],
  },
  unload: {
    text: keywordAndName('unload M', 'module', (module) => ({ kind: 'unload', module })),
    print: ({ module }) => `unload ${module}`,
    bodies: none,
    steps: ['acquires'],
  },
};
