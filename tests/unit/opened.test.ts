import { describe, expect, it } from 'vitest';
import { foldRun } from '../../src/research/fold';
import { Opened } from '../../src/ui/opened.svelte';
import { citation, peru, recorded } from '../fixtures/run-events';

const run = foldRun(recorded());

describe('what lies over the page', () => {
  it('is the palette over whatever is open, and nothing when it is called again', () => {
    const opened = new Opened();
    expect(opened.any).toBe(false);
    opened.showServer('a');
    opened.showSource(run, [run], 1);
    expect(opened).toMatchObject({ any: true, sheet: 'settings', server: 'a' });
    opened.togglePalette();
    expect(opened).toMatchObject({ any: true, sheet: 'palette', panel: undefined });
    opened.togglePalette();
    expect(opened.any).toBe(false);
  });

  it('is a source with what the answer says of it', () => {
    const opened = new Opened();
    const other = { ...citation, claim: 'Lima is large.' };
    const said = { ...run, citations: [citation, other] };
    opened.showSource(said, [said], 1);
    expect(opened.panel).toEqual({ source: peru, citations: [citation, other], whole: false });
    opened.showSource(said, [said], 1, other, true);
    expect(opened.panel).toEqual({ source: peru, citations: [other], whole: true });
  });

  it('is a source of an earlier run, or one that there is not', () => {
    const opened = new Opened();
    const later = { ...run, sources: [], citations: [] };
    opened.showSource(later, [run, later], 1);
    expect(opened.panel).toMatchObject({ source: peru, citations: [] });
    opened.showSource(later, [run, later], 7);
    expect(opened.panel?.source).toMatchObject({ n: 7, url: '', passages: [] });
  });
});
