/** How a run is told: in words, as lanes, and in the formats of other tools. */
export { headline, listed } from './headline.js';
export { toItf } from './itf.js';
export { toJson } from './json.js';
export { renderMermaid } from './mermaid.js';
export { renderLanes, renderSteps } from './render.js';
export { sayNotices } from './say.js';
export { type Story, type StoryStep, tell, tellSteps } from './story.js';
