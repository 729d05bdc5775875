import { threads as t } from '../i18n/en/threads';
import type { ThreadHead } from '../research/thread-store';

/** What a thread is called wherever it is listed. */
export const threadName = ({ title, question }: ThreadHead): string =>
  title ?? question ?? t.unnamed;
