/** The parts that consistency models are made from, after Pavlik's taxonomy: leave x switch x gather, and the life of a patch. */
export { consistencyModel, type ModelParts } from './consistency-model.js';
export { asPoint, type Coordinates, type Point, whyNotAPoint } from './point.js';
