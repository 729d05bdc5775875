#!/usr/bin/env node
/** The command `jan-nano-relay`: runs the TypeScript of server/main.ts. */
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
