import type { Story } from './story.js';

/** A sequence diagram for Mermaid: one participant a task, one note a step. */
export function renderMermaid({ tasks, steps, notices, loopStart = steps.length }: Story): string {
  const alias = new Map(tasks.map((task, index) => [task, `t${index}`]));
  const note = (tasksOf: readonly string[], lines: readonly string[]): string =>
    `  Note over ${tasksOf.map((task) => alias.get(task)).join(',')}: ${lines.map(escapeText).join('<br/>')}`;
  const notesOf = (which: Story['steps']): readonly string[] =>
    which.map(({ number, task, action, changes }) => note([task], [`${number}. ${action}`, ...changes]));
  return [
    'sequenceDiagram',
    ...tasks.map((task) => `  participant ${alias.get(task)} as ${escapeText(task)}`),
    ...notesOf(steps.slice(0, loopStart)),
    ...(loopStart < steps.length ? ['  loop for ever', ...notesOf(steps.slice(loopStart)), '  end'] : []),
    ...(notices.length === 0 ? [] : [note([...tasks.slice(0, 1), ...tasks.slice(-1)], notices)]),
    '',
  ].join('\n');
}

/** `;` and `#` end or begin something in Mermaid; entities stand for them. */
function escapeText(text: string): string {
  return text.replace(/[#;<>]/g, (each) => `#${each.charCodeAt(0)};`);
}
