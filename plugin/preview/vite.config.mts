import { copyFileSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

/** The page at / of the backend: the plugin's own panel outside Grafana. */
export default defineConfig({
  root: here,
  base: './',
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  resolve: {
    dedupe: ['react', 'react-dom', 'i18next', 'react-i18next', '@grafana/data', '@grafana/ui', '@grafana/i18n'],
  },
  plugins: [
    {
      name: 'logo',
      closeBundle() {
        mkdirSync(resolve(here, 'dist'), { recursive: true });
        copyFileSync(resolve(here, '../src/img/logo.svg'), resolve(here, 'dist/logo.svg'));
      },
    },
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 8000,
    // Nothing inline: the page's content security policy allows its own files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
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
