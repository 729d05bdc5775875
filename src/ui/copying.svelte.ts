import { answer as t } from '../i18n/en/answer';
import { common } from '../i18n/en/common';
import { copyText } from './copy-text';

/** So long it is said what came of it. */
const SAID_MS = 2000;

/** A button that copies, and says for a moment whether it could. */
export class Copying {
  outcome = $state.raw<'copied' | 'refused'>();
  readonly said = $derived(
    this.outcome && (this.outcome === 'copied' ? common.copied : t.notAllowed),
  );

  async copy(text: string): Promise<void> {
    this.outcome = (await copyText(text)) ? 'copied' : 'refused';
    setTimeout(() => (this.outcome = undefined), SAID_MS);
  }
}
