/** What the system hands to the installed app: a shortcut, a share, or a file that was opened with it. */
import { requestOf, type PageRequest } from './page-request';

/** The part of the browser's LaunchQueue that is used here; TypeScript does not know it yet. */
interface LaunchParams {
  readonly targetURL?: string | null;
  readonly files?: readonly { getFile(): Promise<File> }[];
}
interface LaunchQueue {
  setConsumer(consumer: (params: LaunchParams) => void): void;
}

export class Launch {
  /** Files that wait to be looked at as a model. */
  files = $state.raw<File[]>([]);

  /** The address that the page was opened with: its launch is told here too, and was heeded by then. */
  #opened: string | undefined;

  constructor(opened: string) {
    this.#opened = opened;
  }

  /** Hears of every launch: they go to a window that is open already, where there is one. */
  start(onrequest: (request: PageRequest) => void, onfault: (error: unknown) => void): void {
    const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
    launchQueue?.setConsumer(({ targetURL, files = [] }) => {
      if (targetURL && targetURL !== this.#opened) onrequest(requestOf(targetURL));
      this.#opened = undefined;
      if (files.length === 0) return;
      void Promise.all(files.map((file) => file.getFile())).then((found) => {
        this.files = found;
        onrequest({ open: 'models' });
      }, onfault);
    });
  }

  /** The files, for whoever looks at them now. */
  take(): File[] {
    const { files } = this;
    this.files = [];
    return files;
  }
}
