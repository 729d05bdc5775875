/** A page of the offline corpus as people read it: what a citation of a `corpus://` address opens. */
import { html } from 'hono/html';
import type { CorpusPage } from './search/types';

export const STYLESHEET = `
:root { color-scheme: light dark; font: 17px/1.6 system-ui, sans-serif; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.25; }
.about { color: color-mix(in srgb, currentColor 70%, transparent); font-size: 0.9rem; }
::target-text, section:target > h2 { background: color-mix(in srgb, gold 45%, transparent); }
`;

/** Ids for the headings, unique within the page, so that a link can point at a section. */
export function sectionIds(headings: string[]): string[] {
  const seen = new Map<string, number>();
  return headings.map((heading) => {
    const id =
      heading
        .normalize('NFKD')
        .toLowerCase()
        .replace(/\p{M}/gu, '')
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '') || 'section';
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  });
}

/** The whole HTML document; everything from the corpus is escaped. */
export function renderCorpusPage(page: CorpusPage) {
  const ids = sectionIds(page.sections.map((section) => section.heading));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <link rel="stylesheet" href="../page.css" />
      </head>
      <body>
        <main>
          <h1>${page.title}</h1>
          <p class="about">
            Offline corpus, ${page.subject}. Source: ${page.source}. Date of the data: ${page.asOf}.
          </p>
          ${page.sections.map(
            (section, i) =>
              html`<section id="${ids[i]}">
                <h2>${section.heading}</h2>
                ${section.text.split(/\n\s*\n/).map((paragraph) => html`<p>${paragraph}</p>`)}
              </section>`,
          )}
        </main>
      </body>
    </html>`;
}
