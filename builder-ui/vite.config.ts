import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The web application, built into `dist/builder-ui`, where the server finds it. Nothing is inlined: the content
 * security policy allows no inline script or style.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/builder-ui',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // These say nothing of it, yet importing them does nothing: what is not used of them is left out (form and picker).
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: /node_modules\/@rc-component\//, sideEffects: false }] },
    },
    // graphql-js and CodeMirror, loaded with the explorer alone: 190 KB compressed.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: Object.fromEntries(
      ['/platform', '/t', '/schema', '/health'].map((path) => [path, { target: 'http://127.0.0.1:4000', ws: true }]),
    ),
  },
});
