/** Which files people can add. */

/** Larger files are refused before they are read. */
export const LARGEST_FILE = 50e6;

/** For the file chooser. */
export const FILE_TYPES =
  '.txt,.md,.markdown,.html,.htm,.pdf,text/plain,text/markdown,text/html,application/pdf';
