/** Downloads models away from the page. Speaks `src/models/download-protocol.ts`. */
import { isAbort, toErrorInfo } from '../errors';
import { CHANNEL, type DownloadNews, type ToDownloadWorker } from '../models/download-protocol';
import { importModel } from '../models/import-model';
import { downloadModel, verifyModel } from '../models/model-download';

const channel = new BroadcastChannel(CHANNEL);
const running = new Map<string, AbortController>();
/** The latest progress of each download: every tab hears it a few times a second, not with each chunk. */
const latest = new Map<string, DownloadNews>();
const REPORT_MS = 200;

function tell(news: DownloadNews): void {
  latest.delete(news.id);
  channel.postMessage(news);
}

setInterval(() => {
  for (const news of latest.values()) {
    // An import may be silent for long, on a slow disk: it is told again, so that nobody thinks it dead.
    if (news.type === 'importing') channel.postMessage(news);
    else tell(news);
  }
}, REPORT_MS);

async function work(
  id: string,
  task: (signal: AbortSignal) => Promise<DownloadNews>,
): Promise<void> {
  if (running.has(id)) return;
  const abort = new AbortController();
  running.set(id, abort);
  try {
    tell(await task(abort.signal));
  } catch (error) {
    if (isAbort(error)) tell({ type: 'ended', id, outcome: 'paused' });
    else tell({ type: 'failed', id, error: toErrorInfo(error) });
  } finally {
    latest.delete(id);
    running.delete(id);
  }
}

channel.addEventListener('message', ({ data }: MessageEvent<DownloadNews>) => {
  if (data.type === 'stop') running.get(data.id)?.abort();
});

self.addEventListener('message', ({ data }: MessageEvent<ToDownloadWorker>) => {
  const { id } = data;
  switch (data.type) {
    case 'download':
      void work(id, async (signal) => {
        tell({ type: 'resolving', id });
        await downloadModel(data, signal, (progress) =>
          latest.set(id, { type: 'progress', id, progress }),
        );
        return { type: 'ended', id, outcome: 'complete' };
      });
      return;
    case 'import':
      void work(id, async (signal) => {
        const { name } = data.offer;
        const report = (done: number, total: number) =>
          latest.set(id, { type: 'importing', id, name, done, total });
        report(0, data.offer.estimatedBytes);
        await importModel(data, signal, report);
        return { type: 'ended', id, outcome: 'complete' };
      });
      return;
    case 'verify':
      void work(id, async (signal) => {
        const damaged = await verifyModel(id, signal, (done, total) =>
          latest.set(id, { type: 'verifying', id, done, total }),
        );
        return { type: 'verified', id, damaged };
      });
  }
});
