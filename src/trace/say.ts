import type { FairnessReason, HeldData, Notice } from '../replay/index.js';

/*
 * Sentences about runs. Nothing is decided by what they say: whoever wants to know what a run shows reads its notices.
 */

/** Notices in words: one sentence each, but what one task entered in one sentence. */
export function sayNotices(notices: readonly Notice[]): readonly string[] {
  const sentences: string[] = [];
  let entering: string | undefined;
  for (const notice of notices) {
    if (notice.kind === 'entered' && notice.task === entering)
      sentences[sentences.length - 1] += `, then ${sayEntry(notice)}`;
    else sentences.push(sayNotice(notice));
    entering = notice.kind === 'entered' ? notice.task : undefined;
  }
  return sentences;
}

function sayHeld(held: readonly HeldData[]): string {
  return held.map(({ data, value }) => `${data} is ${value}`).join(', ');
}

function sayNotice(notice: Notice): string {
  switch (notice.kind) {
    case 'entered':
      return `${notice.task} entered ${sayEntry(notice)}`;
    case 'stands':
      return [
        `${notice.task} stands at ${notice.location}`,
        ...notice.circumstances.map((each) => circumstances[each]),
      ].join(', ');
    case 'assert-fails':
      return `${notice.task} relies on ${notice.condition}, but ${sayHeld([notice, ...(notice.others ?? [])])}`;
    case 'counter-leaves-range': {
      const { task, counter, value, low, high, by, to, others } = notice;
      const it = `${counter}, which is ${value}, and has the range ${low}..${high}`;
      if (to === undefined) return `${task} would ${by} ${it}`;
      return `${task} would set ${it}, to ${to}${others ? `, where ${sayHeld(others)}` : ''}`;
    }
    case 'object-fault':
      return `${notice.task} is about to ${notice.statement}, but ${sayFault(notice)}`;
    case 'stuck':
      return `stuck for ever: ${notice.tasks.join(', ')}`;
    case 'cycle':
      return `${saySteps(notice)} over and over, for ever`;
    case 'rests':
      return `after ${notice.after === 0 ? 'the start' : `step ${notice.after}`}, nothing need happen any more`;
    case 'atoms':
      return `in the cycle: ${notice.atoms.map(({ atom, value }) => `${atom} is ${value}`).join(', ')}`;
    case 'awaited': {
      const { tasks, when } = notice;
      const often = when === 'always' ? '' : tasks.length > 1 ? ' in turn' : ', now and then';
      return `the transition waits for ${tasks.join(', ')}${often}`;
    }
    case 'never-arrives':
      return `${notice.task} goes on, and never comes to where the transition waits for it`;
    case 'never-taken':
      return sayNeverTaken(notice);
    case 'powerless':
      return `${notice.task} cannot take a step by itself`;
    case 'out-of-reach': {
      const { by, goal } = notice;
      const runs = by === undefined ? 'no run' : `no run of ${by.join(' and ')} alone`;
      return `from here on, ${runs} leads to where ${goal}`;
    }
    case 'counted': {
      const { first, last, count, unit, ends } = notice;
      const steps = first === last ? `step ${first}` : `steps ${first} to ${last}`;
      return `${steps}: ${count} ${unit}${ends ? '' : '; and it never ends'}`;
    }
    case 'grows':
      return `the cycle can be gone round any number of times: each time, more ${notice.unit}`;
    case 'endless':
      return 'it lasts for ever';
  }
}

const circumstances = {
  torn: 'in a text that is not the one it began',
  'wrong-signature': 'called by the other signature',
  asleep: 'asleep',
} as const;

function sayFault({ fault, name }: Notice & { readonly kind: 'object-fault' }): string {
  switch (fault) {
    case 'refers-to-nothing':
      return `${name} refers to nothing`;
    case 'use-after-free':
      return `what ${name} refers to has been freed: use after free`;
    case 'double-free':
      return `what ${name} refers to has been freed already: double free`;
    case 'lock-held':
      return `${name} is held`;
    case 'shadow-leaked':
      return `the shadow variable ${name} is still attached: it is leaked, and the next object at that address has it`;
    case 'no-shadow':
      return `no shadow variable ${name} is attached`;
    case 'second-shadow':
      return `there is a shadow variable ${name} already`;
    case 'count-saturated':
      return `${name} is as high as it goes: it saturates, and the object is never freed`;
  }
}

function sayEntry({ version, functionName, step }: Notice & { readonly kind: 'entered' }): string {
  return `${version} ${functionName} (step ${step})`;
}

function saySteps({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? `step ${first} is taken` : `steps ${first} to ${last} are taken`;
}

function sayNeverTaken({
  task,
  action,
  enabled,
  voluntary,
}: Notice & { readonly kind: 'never-taken' }): string {
  const when = enabled === 'always' ? 'all the time' : 'now and then';
  const why = voluntary
    ? 'nothing obliges it to'
    : enabled === 'always'
      ? 'it is only obliged to go on, which it does by other steps'
      : 'that obliges it to nothing';
  return `never happens: ${task} ${action}. It could ${when}, but ${why}`;
}

/** Why a cycle satisfies an assumption, in words. */
export function sayReason(reason: FairnessReason): string {
  switch (reason.kind) {
    case 'taken':
      return `it is in step ${reason.step}`;
    case 'never-possible':
      return 'it is never possible in the cycle';
    case 'not-always-possible':
      return `it is not possible all the time: not before step ${reason.beforeStep}`;
  }
}
