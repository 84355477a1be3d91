/** What random searches and surveys have found, for people and scripts. */
export { printFound, randomSearchAsJson, randomSearchInWords } from './random-search.js';
export { surveyAsJson, surveyInWords } from './survey.js';
