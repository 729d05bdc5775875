/** What the library keeps, and what it answers. Types only. */
import type { ErrorInfo, ReadPage } from '../contracts';

/** What is known of a saved page without reading its text. */
export interface LibraryEntry {
  url: string;
  title: string;
  /** Read by a run, or added from the disk. */
  from: 'page' | 'file';
  /** In ms since 1970. */
  saved: number;
  used: number;
  /** Of the text in UTF-8. */
  bytes: number;
  /** Of the text, in hexadecimal. */
  sha256: string;
  /** Date of the data, where the page gave one. */
  date?: string;
  /** How many of the page's parts are saved, and how many it has. */
  parts: number;
  pages: number;
}

/** A saved page, whole: what deleting returns and restoring takes. */
export interface SavedPage {
  entry: LibraryEntry;
  /** By part; null where one was never read. */
  parts: (string | null)[];
}

/** The text of a file, taken out of its format. */
export interface FileText {
  name: string;
  /** Empty where the file has none: its name stands in. */
  title: string;
  text: string;
  date?: string;
}

export interface LibrarySearch {
  q: string;
  /** How many results; 10 when absent. */
  num?: number;
  /** Page of results, from 1. */
  page?: number;
  /** Only this host, or subject of the offline corpus. */
  site?: string;
}

/** In Serper's shape. */
export interface LibraryResults {
  searchParameters: { q: string; type: 'search'; num: number; page: number; engine: 'library' };
  organic: { title: string; link: string; snippet: string; position: number; date?: string }[];
}

export interface LibraryUsage {
  pages: number;
  bytes: number;
  /** Records that could not be read and were set aside. */
  aside: number;
}

/** What the library does; the worker offers it to the page by messages. Rejects with AppErrors. */
export interface LibraryApi {
  /** Saves what a tool returned. Undefined where the quota has no room for it. */
  save(page: ReadPage, quota: number): Promise<LibraryEntry | undefined>;
  /** Saves the text of a file. Throws where the quota has no room for it. */
  saveFile(file: FileText, quota: number): Promise<LibraryEntry>;
  /** Last used first. */
  list(): Promise<LibraryEntry[]>;
  usage(): Promise<LibraryUsage>;
  search(query: LibrarySearch): Promise<LibraryResults>;
  /** One part of a page, by its number or the words it holds. */
  read(wanted: { url: string; page?: number; find?: string }): Promise<ReadPage>;
  /** All that is saved of a page. */
  open(url: string): Promise<SavedPage>;
  remove(url: string): Promise<SavedPage | undefined>;
  restore(page: SavedPage, quota: number): Promise<void>;
  clear(): Promise<void>;
  /** Deletes what is over a new quota. */
  shrink(quota: number): Promise<void>;
  /** The text of a PDF. */
  readPdf(bytes: ArrayBuffer): Promise<{ title: string; text: string; date?: string }>;
}

export type LibraryMethod = keyof LibraryApi;

/** Between page and worker. */
export interface LibraryCall {
  id: number;
  method: LibraryMethod;
  args: unknown[];
}
export type LibraryReply = { id: number; value: unknown } | { id: number; error: ErrorInfo };

/** Tells every tab that pages have changed: one, or any. */
export const LIBRARY_CHANNEL = 'jan-nano-library';
export interface LibraryNews {
  url?: string;
}
