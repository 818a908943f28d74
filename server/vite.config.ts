import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/**
 * To import `node:http` reads each of its properties, and behind `WebSocket` stands all of undici: 40 ms of every
 * start. Whoever imports it, packages too, gets the module without that.
 */
function unreadHttp(): Plugin {
  const name = '\0unread-http';
  return {
    name: 'unread-http',
    enforce: 'pre',
    resolveId: (id) => (/^(?:node:)?http$/.test(id) ? name : undefined),
    load: (id) => (id === name ? `module.exports = process.getBuiltinModule('node:http');` : undefined),
  };
}

/**
 * The server as a few files in `dist/server`, its packages inside: Node then opens some 30 files at a start, not 2,000.
 * Types are checked by `tsc` (`npm run types`); this only takes them off, as the tests' runner does.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [unreadHttp()],
  // It looks for its WebAssembly beside itself.
  ssr: { noExternal: true, external: ['@electric-sql/pglite'] },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  // Packages look twice at everything where they are being developed: GraphQL at each value's class.
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    ssr: true,
    outDir: '../dist/server',
    emptyOutDir: true,
    target: 'node22',
    minify: false,
    sourcemap: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: {
        bin: path.join(import.meta.dirname, 'cli/bin.ts'),
        'print-schema': path.join(import.meta.dirname, 'graphql/platform/print-schema.ts'),
      },
      output: {
        entryFileNames: 'cli/[name].js',
        // Names without a hash: what Node keeps compiled is replaced by the next build, not joined by it.
        chunkFileNames: 'parts/[name].js',
        // Entities and resolvers are known by the names of their classes.
        keepNames: true,
      },
    },
  },
});
