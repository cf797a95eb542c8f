/// <reference types="vitest/config" />
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

export default defineConfig({
  plugins: [
    tailwindcss(),
    VitePWA({
      registerType: "autoUpdate",
      injectRegister: false, // registered from main.tsx: the page's policy allows no inline script
      includeAssets: ["icon.svg"],
      workbox: {
        importScripts: ["/push.js"], // what it does when a message comes
        globPatterns: ["**/*.{js,css,html,svg,png,woff2}"],
        navigateFallback: "/index.html",
        // Money is never answered from a cache: figures of yesterday look like figures of today.
        navigateFallbackDenylist: [/^\/(api|admin|_allauth|static|livez|readyz|metrics)/],
      },
      manifest: {
        name: "GigLens",
        short_name: "GigLens",
        description: "The financial co-pilot of people without a payslip.",
        start_url: "/",
        display: "standalone",
        background_color: "#f7f8fa",
        theme_color: "#0b5c56",
        icons: [
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
    }),
  ],
  build: { target: "es2022", sourcemap: false },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/_allauth": "http://127.0.0.1:8000" } },
  test: { environment: "happy-dom" },
});
