/** Notices above the question box: what waits for a person, and what is wrong. */
import { area } from '../area';

export const en = {
  openAddress: 'Open this address?',
  allowOf: (tool: string, server: string) => `Allow ${tool} of ${server}?`,
  allow: (tool: string) => `Allow ${tool}?`,
  nobodyNamed: (address: string) =>
    `Neither you nor a search named it, and it may carry what was said here to its server: ${address}`,
  allowOnce: 'Allow once',
  allowAlways: 'Always allow',
  refuse: 'Refuse',
  /** Its arguments, by name. */
  calledWith: 'What it is called with',

  plainHttp: 'Over plain http there is no WebGPU, no use offline, and no installing',
  plainHttpText:
    'Browsers allow these over HTTPS or on localhost alone. Until then models run on the processor, on one thread. Serve the app over HTTPS, or open it as http://localhost on the machine that serves it.',
  elsewhere: 'This thread is busy in another tab',
  elsewhereText: 'Wait until its run has ended there, or close that tab.',
  newVersion: 'A new version is ready',
  reload: 'Reload',

  arrived: (model: string) => `${model} is here`,
  arrivedText: 'It is stored in this browser, and ready to use.',
  useIt: 'Use it',
  notNow: 'Not now',
  notDownloaded: (model: string) => `${model} was not downloaded`,
  larger: 'A larger model',
  largerText: (reason: string) =>
    `Jan-Pocket is a small demonstration; Jan-Nano is the full model, made for research. ${reason}`,
  downloading: (model: string) =>
    `${model} is being downloaded. Ask meanwhile; the download goes on.`,
  pause: 'Pause',
  download: (model: string, size: string) => `Download ${model} (${size}) meanwhile`,
  goOn: (model: string, size: string) => `Go on downloading ${model} (${size}) meanwhile`,

  damaged: (records: number) =>
    records === 1
      ? 'A saved record could not be read'
      : `${records} saved records could not be read`,
  damagedText: 'It was set aside; everything else is there. Keep it as a file, or delete it.',
  saveAsFile: 'Save as file',
  notSaved: 'Nothing is saved',
  notInLibrary: 'Not saved in the library',

  relayRefuses: 'The relay refuses this app',
  noRelay: 'Cannot reach the relay',
  untilLibrary: (reason: string) =>
    `${reason} Until then answers come from the library: pages that were read before, and files that you added.`,
  untilNothing: (reason: string) => `${reason} Until then nothing can be searched.`,
  noTools: 'No tools',
  noToolsText:
    'The relay offers no tools, so nothing can be searched and no answer can be checked.',
  libraryAlone: 'Answers come from the library alone',
  libraryAloneText:
    'Pages that were read before, and files that you added. Nothing is searched elsewhere.',

  notLoaded: 'This part of the app could not be loaded',
  notLoadedText: 'Check the connection, then open it again. If it stays so, reload the page.',
};

export const notices = area('notices', en);
