/** What a relay searches, as a person calls it. */
import { shell as t } from '../i18n/en/shell';

/** `search` of the relay's health; one that is not known here is called as the relay calls it. */
export function backendName(search: string | undefined): string | undefined {
  if (search === 'offline') return t.offlineCorpus;
  return search === 'serper' ? t.googleBySerper : search;
}
