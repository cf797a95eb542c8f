/* The part of the service worker that shows messages from the server, and opens the app when one is clicked. */
const ADDRESS = self.location.origin;

/** A path of the app; anything else in a message leads to the alerts. */
function pathOf(url) {
  try {
    const found = new URL(url, ADDRESS);
    return found.origin === ADDRESS ? found.pathname + found.search : "/alerts";
  } catch {
    return "/alerts";
  }
}

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    // A message that cannot be read is still shown: browsers take the permission away from apps that show nothing.
  }
  const shown = { body: told.body ?? "", lang: told.lang ?? "", icon: "/icon-192.png", badge: "/icon-192.png", data: { url: pathOf(told.url ?? "/alerts") } };
  if (told.tag) shown.tag = told.tag;
  event.waitUntil(self.registration.showNotification(told.title ?? "GigLens", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const path = pathOf(event.notification.data?.url ?? "/alerts");
  const open = async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const mine = windows.find((one) => new URL(one.url).origin === ADDRESS);
    if (!mine) return self.clients.openWindow(path);
    const shown = await mine.focus();
    return shown.navigate ? shown.navigate(path).catch(() => self.clients.openWindow(path)) : undefined;
  };
  event.waitUntil(open());
});
