/** The rule by which training transcripts turn a question into a search query: its content words, in order. */

const STOP = new Set(
  (
    'a an the of in on at to for by from with as and or is are was were be been do does did has have had ' +
    'it its this that there i me my you your we us they them he she his her their ' +
    'what which who whom whose when where how why many much long far ' +
    'can could would will should may might please tell know name find give need want like say show look up out about ' +
    'explain define described describe question answer wonder wondering curious interested hello hi hey so then ' +
    'get let lets got any some if not also just really exactly actually ' +
    's'
  ).split(' '),
);

/** `What is the capital of Peru?` → `capital Peru`. Falls back to the whole question when nothing is left. */
export function queryOf(question: string): string {
  const words = question
    .replace(/[“”"?!;:()]/g, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/^[,.'’]+|[,.'’]+$/g, '').replace(/['’]s$/i, ''))
    .filter((word) => word !== '');
  // A capitalised stop word inside the question is part of a name ("The Who", "Isle of Man").
  const kept = words.filter(
    (word, at) =>
      !STOP.has(word.toLowerCase()) || (at > 0 && /^\p{Lu}./u.test(word) && word !== 'I'),
  );
  return (kept.length > 0 ? kept : words).join(' ');
}
