// The service worker: shows pushed notices and, without a network, a page that says so. It keeps no other page,
// so nothing of a customer stays in the browser. Served at /sw.js, so that the whole site is its scope.
const KEPT = "sapa-offline-1";
const AWAY = "/luring/";
const LOOKS = ["tokens", "base", "layout", "components", "utilities"].map((name) => `/static/web/css/${name}.css`);

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([AWAY, ...LOOKS])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name !== KEPT).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(others(names))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => caches.match(AWAY)));
  else if (LOOKS.includes(pathname)) event.respondWith(fetch(event.request).catch(() => caches.match(pathname)));
});

self.addEventListener("push", (event) => event.waitUntil(show(event.data ? event.data.json() : {})));

async function show({ title = "Sapa", body = "", url = "/", tag }) {
  const pages = await self.clients.matchAll({ type: "window" });
  if (pages.some((page) => page.visibilityState === "visible")) return; // the bell of that page says it
  await self.registration.showNotification(title, { body, tag, icon: "/static/web/sapa.svg", data: { url } });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

async function open(url) {
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) return self.clients.openWindow(url);
  await page.focus();
  return page.navigate(url);
}
