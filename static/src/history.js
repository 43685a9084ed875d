// Back and Forward on pages that htmx changes, reloading, and coming back from elsewhere: what is shown is that of the address, and the page
// is scrolled to where it was left. Each step of the tab's history has a name, under which its place is kept while the tab is open.
(() => {
  "use strict";
  if (!document.querySelector("#filters, #samples")) return;
  const here = () => window.location.pathname + window.location.search;
  const newName = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  const place = (step) => `facetome-place-${step}`;
  let step = window.history.state?.step ?? null;
  let shown = here(); // the address whose answer is on the page
  let returning = false; // an answer is asked for whose address is there already

  // keep remembers where the page is scrolled to, and what is open.
  function keep() {
    if (returning) return; // the page still shows another step
    const open = [...document.querySelectorAll("main details[open][id]")].map((d) => d.id);
    try {
      window.sessionStorage.setItem(place(step), JSON.stringify({ x: window.scrollX, y: window.scrollY, open }));
    } catch {
      // No room, or not allowed: pages begin at their top.
    }
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(window.sessionStorage.getItem(place(step)));
    } catch {
      return;
    }
    if (!kept) return;
    for (const details of document.querySelectorAll("main details[id]")) details.open = kept.open.includes(details.id);
    window.scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
  }

  function begin(address) {
    step = newName();
    window.history.pushState({ step }, "", address);
    shown = here();
  }

  function rename(address) {
    step ??= newName();
    window.history.replaceState({ step }, "", address);
    shown = here();
  }

  window.history.scrollRestoration = "manual";
  if (step) restore();
  else rename();

  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep()); // phones end pages unasked

  // htmx says when an answer has another address; it does not touch the history itself, see its configuration in the page's head.
  document.addEventListener("htmx:beforeHistoryUpdate", keep);
  document.addEventListener("htmx:pushedIntoHistory", (event) => returning || begin(event.detail.path));
  document.addEventListener("htmx:replacedInHistory", (event) => returning || rename(event.detail.path));

  // A link within the page has moved it when the history says so.
  document.addEventListener("click", (event) => event.target.closest("a[href^='#']") && keep(), true);

  window.addEventListener("popstate", (event) => {
    if (!event.state?.step) {
      step = null;
      return rename();
    }
    keep(); // of the step that was left: nothing has moved yet
    step = event.state.step;
    if (here() === shown && !returning) return restore();
    shown = here();
    returning = true;
    if (document.getElementById("filters")) window.htmx.ajax("GET", shown, { source: "#headline" });
    else window.location.reload();
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!returning) return;
    returning = false;
    restore();
  });
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(failure, () => returning && window.location.reload());
  }
})();
