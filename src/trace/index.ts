/** How a counterexample is told: in words, as lanes, and in the formats of other tools. */
export { toItf } from './itf.js';
export { toJson } from './json.js';
export { renderMermaid } from './mermaid.js';
export { type Painter, painter } from './painter.js';
export { renderLanes, renderSteps } from './render.js';
export { fingerprint, type Story, type StoryStep, tell } from './story.js';
export { wrap } from './wrap.js';
