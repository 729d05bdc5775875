/** What is said of the newest run by the tab, and to those who do not see the page. */
import { answer as t } from '../i18n/en/answer';
import { steps } from '../i18n/en/steps';
import type { RunView } from '../research/fold';
import { announce } from './step-label';

const marks: Record<RunView['status'], string> = {
  running: '… ',
  finished: '',
  stopped: '',
  failed: '⚠ ',
};

export function titleOf(run: RunView | undefined): string {
  return run ? `${marks[run.status]}${run.question} – Jan-Nano` : 'Jan-Nano';
}

/** A screen reader hears it when it changes. */
export function newsOf(run: RunView | undefined): string {
  if (!run) return '';
  if (run.status === 'running') return announce(run);
  if (run.status === 'finished') return t.answerIs(run.answer);
  return run.status === 'stopped' ? steps.moments.stopped : ''; // a failure is an alert of its own
}
