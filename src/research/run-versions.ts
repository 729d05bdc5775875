/** The answers to one question: a thread shows one of them, and goes on from that. Pure. */
import { foldRun } from './fold';
import { isWholeRun } from './thread-shape';
import type { RunVersion, SavedRun } from './thread-store';

/** Which of its versions a run shows, from 0, and how many there are. */
export interface Shown {
  at: number;
  count: number;
}

/** All of them, in the order in which they were asked for. */
export function versionsOf({
  depth,
  thinking,
  events,
  earlier = [],
  place,
}: SavedRun): RunVersion[] {
  return earlier.toSpliced(place ?? earlier.length, 0, { depth, thinking, events });
}

export function shownOf({ earlier = [], place = earlier.length }: SavedRun): Shown {
  return { at: place, count: earlier.length + 1 };
}

/** The run with another of its versions in place; as it is where there is none. */
export function withVersion(run: SavedRun, at: number): SavedRun {
  const all = versionsOf(run);
  const version = all[at];
  if (!version) return run;
  // It may go on, and its events then come to be its own alone.
  const events = [...version.events];
  return { ...run, ...version, events, earlier: all.toSpliced(at, 1), place: at };
}

/**
 * The run to be asked anew, another way where that is said; what it said so far stays as a version. A run that
 * failed or never began, and has no answer, is worth none.
 */
export function askedAgain(run: SavedRun, way: Partial<Omit<RunVersion, 'events'>>): SavedRun {
  const earlier = saysNothing(run) ? run.earlier : versionsOf(run);
  const next: SavedRun = { ...run, ...way, events: [] };
  delete next.earlier;
  delete next.place;
  return earlier?.length ? { ...next, earlier } : next;
}

function isSound(version: unknown): boolean {
  return isWholeRun({ ...(version as object), question: '' });
}

function saysNothing({ events }: SavedRun): boolean {
  const { status, answer, steps } = foldRun(events);
  return !answer && (status === 'failed' || steps.length === 0);
}

/** The run without those of its versions that cannot be shown, and these. */
export function soundVersions(run: SavedRun): { run: SavedRun; broken: unknown[] } {
  const { earlier, place, ...rest } = run;
  if (earlier === undefined) return { run: rest, broken: [] };
  // As it is stored or was taken in: whatever it is.
  if (!Array.isArray(earlier)) return { run: rest, broken: [earlier] };
  const sound = earlier.filter(isSound);
  const at = earlier.slice(0, place).filter(isSound).length;
  return {
    run: sound.length
      ? { ...rest, earlier: sound, ...(at < sound.length ? { place: at } : {}) }
      : rest,
    broken: earlier.filter((version) => !isSound(version)),
  };
}
