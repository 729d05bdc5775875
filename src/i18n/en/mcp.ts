/** What can go wrong with the relay and with added MCP servers. */
import { saying } from '../area';

export const en = {
  unknownToken: (address: string) =>
    `The server at ${address} does not know this access token. Correct it in the settings.`,
  wantsToken: (address: string) =>
    `The server at ${address} wants an access token. Ask who runs it, and enter it in the settings.`,
  refused: (address: string, status: number) =>
    `The server at ${address} refused the request with status ${status}.`,
  workerFailed: 'The part that speaks with the relay has stopped. Try again, or reload the page.',
  tryingAgain: 'No answer. Trying again',
  intoLibrary: 'The relay is gone. Looking into the library',

  signIn: (host: string) => `${host} wants you to sign in.`,
  badToken: (host: string) => `${host} does not take this token (401). Correct it.`,
  tokenOrSignIn: (host: string) =>
    `${host} wants a token or a sign-in (401). Add its token, or sign in again.`,
  forbidden: (host: string) => `${host} refuses this page or this token (403). Ask who runs it.`,
  notHere: (host: string, status: number) =>
    `There is no MCP server at this address of ${host} (${status}). Many are at /mcp; servers that know the old SSE transport alone cannot be used.`,
  broken: (host: string, status: number) =>
    `${host} answered with status ${status}. It is broken or down: try later.`,
  otherStatus: (host: string, status: number) =>
    `${host} answered with status ${status}. Check the address.`,
  slow: (host: string, seconds: number) => `${host} did not answer within ${seconds} s.`,
  unreachable: (host: string, page: string) =>
    `${host} cannot be reached from this page: nothing answers there, or it does not allow pages of ${page} (CORS). Open the address in a tab to see which.`,
  unreachableSecure: (host: string, page: string) =>
    `${host} cannot be reached from this page: nothing answers there, or its certificate is not valid, or it does not allow pages of ${page} (CORS). Open the address in a tab to see which.`,
  noMcp: (host: string) => `${host} does not speak MCP over streamable HTTP. Check the address.`,
  needsHttps: (host: string) =>
    `This page came over https, so the browser lets it call https addresses alone, and ${host} is http. Use its https address.`,
  notAllowed: (host: string, page: string) =>
    `${host} answers, but does not allow pages of ${page} to call it (CORS). Ask who runs it to allow this origin.`,

  signInEnded: 'This sign-in was not begun here, or has ended. Sign in again.',
  notLetIn: (host: string, why: string) => `${host} did not let you in: ${why}.`,
  noCode: 'no code came back',
  signInFailed: (host: string, why: string) => `Signing in to ${host} failed: ${why}`,
  oddSignInPage: (protocol: string) => `It names ${protocol} as its sign-in page.`,
};

export const mcp = saying('mcp', en);
