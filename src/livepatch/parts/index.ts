/** The parts that consistency models are made from, after Pavlik's taxonomy: leave x switch x gather, and the life of a patch. */
export { consistencyModel, type ModelParts } from './consistency-model.js';
export { type Coordinates, isPoint, type Point, points, whyNotAPoint } from './point.js';
export { modelAt, nameOfPoint } from './unnamed.js';
