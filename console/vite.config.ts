import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// `npm run dev` talks to a Tenon that runs already; sign in there by /sign-in.
const hub = process.env['TENON_URL'] ?? 'http://127.0.0.1:8080';
const ours = ['/tenon', '/contacts/', '/businesses', '/calendars', '/locations', '/opportunities', '/users', '/sign-in', '/sign-out', '/openapi.json', '/console/session', '/console/token'];
const proxy = Object.fromEntries(ours.map((path) => [path, { target: hub, changeOrigin: false }]));

// As the server sends it, so that what it refuses is seen here too.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export default defineConfig({
  base: '/console/',
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy, headers: { 'Content-Security-Policy': policy } },
  build: {
    // What knows `light-dark()`, so that each colour is written once for both themes.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The policy of the page allows no data: address for scripts or styles.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
  },
});
