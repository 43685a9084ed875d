// What works now is followed by server-sent events, each of which is what the page shows of it. When it has ended, the part of the page around it is asked for again.
// What is said to screen readers changes seldom. The page works without any of it.
(() => {
  "use strict";
  const status = document.getElementById("live-status");
  let events = null;

  function say(words) {
    if (words && status && status.textContent !== words) status.textContent = words;
  }

  // replace puts a new element in the place of an old one; what had the focus keeps it.
  function replace(old, fresh) {
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(fresh);
    if (focused) (document.getElementById(focused) ?? document.querySelector("main h1"))?.focus({ preventScroll: true });
  }

  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("runs");
    const old = document.getElementById("runs");
    if (!fresh || !old) return;
    replace(old, document.importNode(fresh, true));
    say(fresh.dataset.say);
  }

  // again asks for the page, and shows the part that may have changed.
  async function again(words) {
    try {
      const response = await fetch(window.location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("live");
      if (!response.ok || response.redirected || !fresh) return window.location.reload();
      replace(document.getElementById("live"), document.importNode(fresh, true));
      say(words);
      follow();
    } catch {
      window.setTimeout(() => again(words), 3000); // the server does not answer: it may be starting again
    }
  }

  function follow() {
    events?.close();
    const address = document.getElementById("live")?.dataset.events;
    if (!address) return;
    events = new EventSource(address);
    events.addEventListener("runs", (event) => show(event.data));
    events.addEventListener("end", (event) => {
      events.close();
      again(event.data);
    });
    events.addEventListener("error", () => {
      if (events.readyState === EventSource.CLOSED) again(""); // refused: the login may have ended
    });
  }

  window.addEventListener("pagehide", () => events?.close());
  window.addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
})();
