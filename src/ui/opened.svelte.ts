/** What lies over the page: a sheet, a source, the form of a prompt. */
import type { Citation, Source } from '../contracts';
import { answer as t } from '../i18n/en/answer';
import { sourceOf, type RunView } from '../research/fold';
import type { SheetName } from '../research/page-request';
import type { Starter } from '../research/prompts';

/** A source to show, with what the answer says of it. */
export interface Panel {
  source: Source;
  citations: Citation[];
  /** Begin with the whole text, as the library keeps it. */
  whole?: boolean;
}

export class Opened {
  sheet = $state.raw<SheetName>();
  /** The added MCP server that the settings show first. */
  server = $state.raw<string>();
  panel = $state.raw<Panel>();
  /** The prompt that is filled in. */
  starter = $state.raw<Starter>();

  get any(): boolean {
    return Boolean(this.sheet ?? this.panel ?? this.starter);
  }

  closeAll(): void {
    this.sheet = this.panel = this.starter = undefined;
  }

  /** Over whatever is open. */
  togglePalette(): void {
    const shown = this.sheet === 'palette';
    this.closeAll();
    if (!shown) this.sheet = 'palette';
  }

  showServer(id: string): void {
    this.server = id;
    this.sheet = 'settings';
  }

  /** Source `n` of a run, or of another one of its thread; at the words of a citation, where there is one. */
  showSource(
    run: RunView,
    thread: readonly RunView[],
    n: number,
    citation?: Citation,
    whole = false,
  ): void {
    const source = sourceOf(run, n) ??
      thread.map((one) => sourceOf(one, n)).find(Boolean) ?? {
        n,
        url: '',
        title: t.noSuchSource,
        passages: [],
      };
    const citations = citation ? [citation] : run.citations.filter((one) => one.n === n);
    this.panel = { source, citations, whole };
  }
}
