import type { ExpressionNode, ProcessReference, ProcessTemplate, System } from '../system/index.js';
import { alwaysCarries } from './layout.js';
import { operandsOf } from './nodes.js';

/**
 * The labels of other processes that some expression asks for. Whether the process that takes a step stands at a label
 * is known where the step is written.
 *
 * @param conditions state properties that are asked for besides the guards and updates of the system
 */
export function askedLabels(system: System, conditions: readonly ExpressionNode[]): ReadonlySet<string> {
  const asked = new Set<string>();
  const visit = (node: ExpressionNode, roles: ReadonlyMap<string, string>): void => {
    switch (node.kind) {
      case 'at':
        if (meant(system, node.process, roles).some((each) => alwaysCarries(each, node.label) === undefined))
          asked.add(node.label);
        return;
      case 'forall':
      case 'exists':
        visit(node.body, new Map([...roles, [node.binder, node.role]]));
        return;
      default:
        for (const each of operandsOf(node)) visit(each, roles);
    }
  };
  for (const { graph } of system.templates)
    for (const { guard, assignments, assertions, choice } of graph.edges) {
      const roles = new Map(choice ? [[choice.binder, choice.role]] : []);
      visit(guard, roles);
      for (const { condition } of assertions) visit(condition, roles);
      for (const { value, forEach } of assignments)
        visit(value, forEach ? new Map([...roles, [forEach.binder, forEach.role]]) : roles);
    }
  for (const condition of conditions) visit(condition, new Map());
  return asked;
}

function meant(
  { templates, processes }: System,
  reference: ProcessReference,
  roles: ReadonlyMap<string, string>,
): readonly ProcessTemplate[] {
  switch (reference.kind) {
    case 'self':
      return [];
    case 'named':
      return processes.flatMap(({ name, template }) => (name === reference.name ? [template] : []));
    case 'bound': {
      const role = roles.get(reference.binder);
      return templates.filter((each) => role !== undefined && each.roles.includes(role));
    }
  }
}
