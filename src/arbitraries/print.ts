import { Document, isCollection, isMap, isScalar, isSeq, visit } from 'yaml';
import type { ScenarioDocument } from '../scenario/index.js';

/** The text of a scenario file. What is short stands on one line, as people write it. */
export function printScenario(document: ScenarioDocument): string {
  const yaml = new Document(document, { aliasDuplicateObjects: false });
  visit(yaml, {
    Collection(key, node, path) {
      const isInner = path.length > 2 || (key === 'value' && isSeq(node));
      const isPlain = node.items.every((item) => {
        const value = isMap(node) ? (item as { value: unknown }).value : item;
        return isScalar(value) || (isCollection(value) && isSeq(value) && value.items.every(isScalar));
      });
      if (isInner && isPlain) node.flow = true;
      return undefined;
    },
  });
  return yaml.toString({ lineWidth: 100, flowCollectionPadding: true });
}
