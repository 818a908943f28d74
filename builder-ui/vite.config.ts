import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * What every reader fetches on the way to the first list: left to itself it comes in more than a hundred files, each
 * compressed alone. A group takes what its modules import along, as far as no group above it has it.
 */
const FIRST_PARTS = [
  { name: 'libraries', tags: ['$initial'], test: /[\\/]node_modules[\\/]/, priority: 4 },
  { name: 'frame', tags: ['$initial'], priority: 3 },
  { name: 'list', test: /[\\/]workplace[\\/]list-page\.tsx$/, priority: 2 },
  {
    name: 'tools',
    test: /[\\/](?:work-tools|inbox-badge|saved-views-bar|export-menu|points-toasts)\.tsx$/,
    priority: 1,
  },
];

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
    rolldownOptions: {
      // These say nothing of it, yet importing them does nothing: what is not used of them is left out (form and picker).
      treeshake: { moduleSideEffects: [{ test: /node_modules\/@rc-component\//, sideEffects: false }] },
      output: { codeSplitting: { groups: FIRST_PARTS } },
    },
    // The libraries that every page stands on; what a page may fetch of all this is kept by the test of [DSG-54].
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: Object.fromEntries(
      ['/platform', '/t', '/schema', '/health'].map((path) => [path, { target: 'http://127.0.0.1:4000', ws: true }]),
    ),
  },
});
