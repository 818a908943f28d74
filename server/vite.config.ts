import path from 'node:path';
import { defineConfig } from 'vite';

/**
 * The server as a few files in `dist/server`, its packages inside: Node then opens some 30 files at a start, not 2,000.
 * Types are checked by `tsc` (`npm run types`); this only takes them off, as the tests' runner does.
 */
export default defineConfig({
  root: import.meta.dirname,
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
