/** How a person asks for a fact: the forms that are trained, small carelessness, and what is said around a question. */
import type { Random } from './names';
import { fill } from './world';

/** The last three question forms of every attribute are kept out of training. */
export function trained(questions: readonly string[]): readonly string[] {
  return questions.length > 7 ? questions.slice(0, -3) : questions;
}

const BEFORE = (
  'Hi! |Hello, |Hey, |Hi there, |Quick question: |Please tell me: |For my homework: |I am curious. |So, |Next one. |' +
  'One thing I never learnt: |Could you check this? |A friend wants to know: |Question: |Now, |OK, |And another: |' +
  'Just for fun: |I was asked this today. |Help me with this: |I have a question. |Another question: |Well, |Hmm, '
).split('|');
const AFTER = (
  ' Thanks!| Please.| I forgot.| It is for a quiz.| Anyone?| Thank you.| I never knew.| Just curious.| Do you know?|' +
  ' I cannot remember.| That is all.| Please be quick.| I would like to know.'
).split('|');

/** A question about a fact in one of its forms, now and then written carelessly. */
export function ask(fact: { entity: string; questions: readonly string[] }, r: Random): string {
  let question = fill(r.pick(trained(fact.questions)), { e: fact.entity });
  if (r.chance(0.06)) question = question.charAt(0).toLowerCase() + question.slice(1);
  if (r.chance(0.08)) question = question.replace(/[?.]$/, '');
  if (r.chance(0.02)) question = question.toLowerCase();
  return question;
}

/** The question with something around it that is no part of it. */
export function wrapped(question: string, r: Random): string {
  if (r.chance(0.75)) return question;
  return r.chance(0.6) ? r.pick(BEFORE) + question : question + r.pick(AFTER);
}
