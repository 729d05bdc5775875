/** A model by its address: a repository on the hub, or a folder on a relay, a mirror or another host. */
import type { Said } from '../contracts';
import { AppError } from '../errors';
import { origins as words } from '../i18n/en/origins';
import { faults } from '../i18n/en/faults';
import { readGguf } from './convert/gguf';
import { configOf, tokenizerOf } from './convert/gguf-qwen3';
import { HUB, urlFolder } from './convert/url-sources';
import { configOfMlc, ggufOffer, mlcOffer } from './custom-offer';
import { CHAT_CONFIG } from './mlc-layout';
import type { Offer, Source } from './offers';
import { cardOf, getJson, inOneLine, list, whatFailed, type Hosts, type Listing } from './resolve';
import { IMPORTED, ModelStore, type ModelRecord } from './store';
import { StoreSink } from './store-sink';

interface Place {
  source: Source;
  /** A file of it, where the address names one. */
  file?: string;
  name: string;
}

/**
 * `owner/name` and `owner/name/FILE.gguf` are on the hub; a plain name is a folder of the relay or else
 * the mirror; an address is of either kind. Throws an AppError `bad-input` for anything else.
 */
export function placeOfAddress(text: string, hosts: Pick<Hosts, 'hub'>): Place {
  const address = text
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  const hub = [hosts.hub, HUB].find((host) => host && address.startsWith(`${host}/`));
  const path = hub ? address.slice(hub.length + 1) : address;
  const [, repo, rest] =
    /^([\w-][\w.-]*\/[\w-][\w.-]*)(?:\/(?:(?:tree|blob|resolve)\/[^/]+\/?)?(.*))?$/.exec(path) ??
    [];
  if (repo && (hub || !/^https?:/.test(address))) {
    const name = repo.slice(repo.indexOf('/') + 1);
    const file = rest?.toLowerCase().endsWith('.gguf') ? rest : undefined;
    return { source: { kind: 'hub', repo }, name, ...(file ? { file } : {}) };
  }
  if (/^https?:\/\/[^/@]+\/.+/.test(address)) {
    const [, base = address, file] = /^(.*)\/([^/]+\.gguf)$/i.exec(address) ?? [];
    const name = base.slice(base.lastIndexOf('/') + 1);
    return { source: { kind: 'url', url: base }, name, ...(file ? { file } : {}) };
  }
  if (/^[\w-][\w.-]*$/.test(address))
    return { source: { kind: 'folder', base: 'relay', path: address }, name: address };
  throw new AppError('bad-input', words.addressForm);
}

/**
 * Sizes and digests come from the host. Throws AppErrors: `bad-input`, `network`, `model-missing`,
 * `model-unsupported` with what can be done instead, `model-corrupt`.
 */
export async function lookUpAddress(
  address: string,
  hosts: Hosts,
  signal: AbortSignal,
): Promise<ModelRecord> {
  const place = placeOfAddress(address, hosts);
  const { source } = place;
  const mirror: Source[] =
    source.kind === 'folder' && hosts.mirror ? [{ ...source, base: 'mirror' }] : [];
  let listing: Listing | undefined;
  const answers: (string | Said)[] = [];
  for (const one of [source, ...mirror]) {
    try {
      listing ??= await list(one, hosts, signal);
    } catch (error) {
      if (signal.aborted) throw new AppError('aborted', faults.stopped, { cause: error });
      answers.push(whatFailed(error));
    }
  }
  if (!listing) {
    throw new AppError('model-missing', words.notFound(address.trim(), inOneLine(answers)));
  }
  const found = await inspect(place, listing, signal);
  const card = await cardOf(found.offer, found.listing, hosts, signal);
  return { card, offer: found.offer, source: listing.from, added: Date.now() };
}

async function inspect(
  place: Place,
  listing: Listing,
  signal: AbortSignal,
): Promise<{ offer: Offer; listing: Listing }> {
  const { name, source, file: wanted } = place;
  const chat = listing.files.find((one) => one.name === CHAT_CONFIG);
  if (chat && !wanted) {
    const read = (await getJson(chat.file.url, signal)) as Record<string, unknown>;
    const { config, quantisation } = configOfMlc(name, read);
    return { offer: mlcOffer({ name: plainName(name), config, source }, quantisation), listing };
  }
  const ggufs = listing.files.filter((one) => one.name.toLowerCase().endsWith('.gguf'));
  const chosen = ggufs.filter((one) => !wanted || one.name === wanted);
  const [gguf] = chosen;
  const names = ggufs.map((one) => one.name);
  if (!gguf) {
    const has = names.join(', ');
    if (wanted)
      throw new AppError(
        'model-unsupported',
        has ? words.noSuchFileBut(name, wanted, has) : words.noSuchFile(name, wanted),
      );
    throw new AppError(
      'model-unsupported',
      has ? words.nothingThereBut(name, has) : words.nothingThere(name),
    );
  }
  if (chosen.length > 1) {
    throw new AppError('bad-input', words.several(name, names.join(', ')));
  }
  return inspectGguf(place, gguf, listing, signal);
}

/** Reads the header alone: some MB at the file's beginning. */
async function inspectGguf(
  { source }: Place,
  { name: path, file }: Listing['files'][number],
  listing: Listing,
  signal: AbortSignal,
): Promise<{ offer: Offer; listing: Listing }> {
  const at = file.url.lastIndexOf('/') + 1;
  const remote = await urlFolder(file.url.slice(0, at)).open(file.url.slice(at), signal);
  if (!remote) throw new AppError('model-missing', words.isNotThere(path));
  const gguf = await readGguf(remote, signal);
  const brought = { name: path.replace(/^.*\/|\.gguf$/gi, ''), config: configOf(gguf), source };
  const offer = ggufOffer(brought, gguf.quantisation, file.bytes);
  const tokenizer = listing.files.find((one) => one.name === 'tokenizer.json');
  const files = [{ name: path, file }];
  if (tokenizer) return { offer, listing: { ...listing, files: [...files, tokenizer] } };
  // Repositories of GGUF files seldom have one: it is made from the header, and stored at once.
  const sink = new StoreSink(await ModelStore.open(), `${IMPORTED}${offer.id}/`);
  const bytes = new TextEncoder().encode(JSON.stringify(tokenizerOf(gguf)));
  const made = await sink.create('tokenizer.json', bytes.length);
  await made.write(bytes);
  await made.close();
  const own = { name: 'tokenizer.json', file: await sink.fileOf('tokenizer.json') };
  return { offer, listing: { ...listing, files: [...files, own] } };
}

/** Repositories of MLC weights end in the quantisation and in "-MLC". */
function plainName(name: string): string {
  return name.replace(/-MLC$/i, '');
}
