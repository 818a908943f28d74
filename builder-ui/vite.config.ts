import react from '@vitejs/plugin-react';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const WORKER = 'sw.js';

/** Tells the service worker the files of this build, and a name that changes with them. */
function shellFiles(): Plugin {
  return {
    name: 'shell-files',
    generateBundle: {
      // Chunks that turned out empty are gone by then.
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') throw new Error(`The build made no ${WORKER}`);
        const made = Object.keys(bundle).filter((name) => name !== WORKER && name !== 'index.html');
        const given = readdirSync(path.join(import.meta.dirname, 'public'));
        const files = [...made, ...given].map((name) => `/${name}`).sort();
        const name = createHash('sha256').update(files.join()).update(worker.code).digest('base64url').slice(0, 12);
        worker.code = `const SHELL_FILES=${JSON.stringify(files)},SHELL_NAME="shell-${name}";${worker.code}`;
      },
    },
  };
}

/**
 * What every reader fetches on the way to the first list: left to itself it comes in more than a hundred files, each
 * compressed alone. A group takes what its modules import along, as far as no group above it has it.
 */
const FIRST_PARTS = [
  // What every list of choices stands on: it is next to nothing here, and a file of its own for each page there.
  {
    name: 'libraries',
    test: /[\\/]@rc-component[\\/](?:virtual-list|overflow)[\\/]|[\\/]antd[\\/]es[\\/]select[\\/]style[\\/]/,
    priority: 5,
  },
  { name: 'libraries', tags: ['$initial'], test: /[\\/]node_modules[\\/]/, priority: 4 },
  // The service worker stands alone.
  { name: 'frame', tags: ['$initial'], test: /^(?!.*service-worker)/, priority: 3 },
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
  plugins: [react(), shellFiles()],
  build: {
    outDir: '../dist/builder-ui',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      input: {
        main: path.join(import.meta.dirname, 'index.html'),
        worker: path.join(import.meta.dirname, 'offline/service-worker.ts'),
      },
      // These say nothing of it, yet importing them does nothing: what is not used of them is left out (form and picker).
      treeshake: { moduleSideEffects: [{ test: /node_modules\/@rc-component\//, sideEffects: false }] },
      output: {
        // Its address decides what the worker may answer for.
        entryFileNames: ({ name }) => (name === 'worker' ? WORKER : 'assets/[name]-[hash].js'),
        codeSplitting: { groups: FIRST_PARTS },
      },
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
