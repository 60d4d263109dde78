import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** A page that loads the built plugin as Grafana does, with the modules that Grafana shares. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  resolve: {
    dedupe: ['react', 'react-dom', 'i18next', 'react-i18next', '@grafana/data', '@grafana/ui'],
  },
  build: {
    outDir: resolve(import.meta.dirname, '../dist'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 20_000,
    minify: false,
    modulePreload: false,
    rollupOptions: {
      onwarn(warning, warn) {
        // Marks for server rendering, which mean nothing in a page.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') {
          warn(warning);
        }
      },
    },
  },
});
