/** Security headers: one policy for the app, a tighter one for pages that need no script. */

const common = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // With COOP it makes the page cross-origin isolated, which threads in WebAssembly need.
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const policy = (directives: Record<string, string>) =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

export const appHeaders: Record<string, string> = {
  ...common,
  'Content-Security-Policy': policy({
    'default-src': "'self'",
    // Compiling WebAssembly is allowed, eval is not.
    'script-src': "'self' 'wasm-unsafe-eval'",
    'style-src': "'self'",
    // wllama starts its threads from blobs.
    'worker-src': "'self' blob:",
    // The relay and the model host are settings, so they can be anywhere.
    'connect-src': "'self' http: https: blob:",
    'img-src': "'self' data: blob:",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  }),
};

export const documentHeaders: Record<string, string> = {
  ...common,
  'Content-Security-Policy': policy({
    'default-src': "'none'",
    'style-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  }),
};
