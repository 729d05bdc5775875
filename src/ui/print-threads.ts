/** Threads on paper, or as a PDF: they stand in the page in place of the app for as long as it is printed. */
import { allToMarkdown } from '../research/export';
import type { Thread } from '../research/thread-store';
import { createMarkdown } from './markdown';

export function printThreads(threads: readonly Thread[]): void {
  const paper = document.createElement('div');
  paper.className = 'print-only printed answer';
  // The renderer gives sanitised HTML.
  paper.innerHTML = createMarkdown('')(allToMarkdown(threads))
    .map(({ html }) => html)
    .join('\n');
  document.body.append(paper);
  addEventListener('afterprint', () => paper.remove(), { once: true });
  print();
}
