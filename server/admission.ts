/** The door to /mcp: tokens, rates and places, checked before anything of a request is read. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { callerAddress, createTokenCheck } from './access';
import type { Config } from './config';
import type { Limits } from './limits';
import type { Metrics } from './metrics';

type Env = { Bindings: HttpBindings };

const RETRY_SECONDS = 1;

export interface Doors {
  /** Lets a request to /mcp in, or says why not. */
  mcp: MiddlewareHandler<Env>;
  /** Wants a token where there are any, and no more. */
  token: MiddlewareHandler<Env>;
}

export function createDoors(options: {
  config: Pick<Config, 'tokens' | 'trustedProxies'>;
  limits: Limits;
  metrics: Metrics;
}): Doors {
  const { config, limits, metrics } = options;
  const checkToken = createTokenCheck(config.tokens);

  function refuse(c: Context<Env>, status: 401 | 429 | 503, reason: string, text: string) {
    metrics.refused.inc({ reason });
    // The body stays unread, so nothing can follow on this connection.
    c.env.outgoing.setHeader('Connection', 'close');
    return c.text(`${text}\n`, status);
  }

  function refuseToken(c: Context<Env>) {
    c.header('WWW-Authenticate', 'Bearer');
    return refuse(c, 401, 'token', 'This relay wants a token: Authorization: Bearer …');
  }

  function refuseRate(c: Context<Env>, seconds: number) {
    c.header('Retry-After', String(seconds));
    return refuse(c, 429, 'rate', `Too many requests. Try again in ${seconds} s.`);
  }

  return {
    async mcp(c, next) {
      const { incoming, outgoing } = c.env;
      const address = callerAddress(
        incoming.socket.remoteAddress,
        c.req.header('X-Forwarded-For'),
        config.trustedProxies,
      );
      // Before the token: guessing tokens is limited too.
      const tooMany = await limits.perAddress.exceeded(address);
      if (tooMany !== undefined) return refuseRate(c, tooMany);
      if (config.tokens.length > 0) {
        const token = checkToken(c.req.header('Authorization'));
        if (token === undefined) return refuseToken(c);
        const wait = await limits.perToken.exceeded(token);
        if (wait !== undefined) return refuseRate(c, wait);
      }
      const subscribes = c.req.header('Mcp-Method') === 'subscriptions/listen';
      const leave = (subscribes ? limits.subscriptions : limits.calls).take();
      if (!leave) {
        c.header('Retry-After', String(RETRY_SECONDS));
        return refuse(c, 503, 'busy', 'The relay is busy. Try again in a moment.');
      }
      // Until the answer is out, or the caller is gone.
      if (outgoing.destroyed) leave();
      else outgoing.once('close', leave);
      return next();
    },

    async token(c, next) {
      if (config.tokens.length > 0 && checkToken(c.req.header('Authorization')) === undefined) {
        return refuseToken(c);
      }
      return next();
    },
  };
}
