import type { DocumentScope } from './document.js';
import { named } from './lookup.js';
import type { ModuleDeclaration } from './patch.js';

/** The modules that a document declares. A function is in one of them at most. */
export function parseModules(scope: DocumentScope): readonly ModuleDeclaration[] {
  const { modules = {}, functions, patch } = scope.value;
  const declared = Object.entries(modules);
  const homes = new Map<string, string>();
  for (const [module, { functions: its }] of declared)
    for (const [index, name] of its.entries()) {
      const path = ['modules', module, 'functions', index];
      if (!named('function', name, Object.keys(functions), path, scope)) continue;
      const home = homes.get(name);
      if (home !== undefined)
        scope.report(
          path,
          'duplicate-name',
          `'${name}' is in '${home}' already: expected a function in one module`,
        );
      homes.set(name, module);
    }
  if (declared.length > 0 && scope.value.patches)
    scope.report(
      ['modules'],
      'contradictory-patches',
      "modules do not go with several patches: expected either 'modules' or 'patches'",
      undefined,
      'key',
    );
  else if (declared.length > 0 && patch?.mutex === undefined)
    scope.report(
      ['modules'],
      'missing-key',
      "modules are loaded under the lock under which the patcher works: expected 'mutex' in 'patch'",
      'locks: [klp_mutex], patch: { mutex: klp_mutex }',
      'key',
    );
  return declared.map(([name, { functions: its, initially }]) => ({
    name,
    functions: its,
    isLoaded: initially !== 'absent',
  }));
}
