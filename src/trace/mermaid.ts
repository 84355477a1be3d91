import type { Story } from './story.js';

/** A sequence diagram for Mermaid: one participant a task, one note a step. */
export function renderMermaid({ tasks, steps, notices }: Story): string {
  const alias = new Map(tasks.map((task, index) => [task, `t${index}`]));
  const note = (task: string, text: string): string => `  Note over ${alias.get(task)}: ${escapeText(text)}`;
  return [
    'sequenceDiagram',
    ...tasks.map((task) => `  participant ${alias.get(task)} as ${escapeText(task)}`),
    ...steps.map(({ number, task, action, changes }) =>
      note(task, [`${number}. ${action}`, ...changes].join('<br/>')),
    ),
    ...(notices.length === 0
      ? []
      : [
          `  Note over ${alias.get(tasks[0] ?? '')},${alias.get(tasks.at(-1) ?? '')}: ${notices.map(escapeText).join('<br/>')}`,
        ]),
    '',
  ].join('\n');
}

/** `;` and `#` end or begin something in Mermaid; entities stand for them. */
function escapeText(text: string): string {
  return text.replace(/[#;<>]/g, (each) => `#${each.charCodeAt(0)};`);
}
