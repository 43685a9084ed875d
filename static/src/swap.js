// What htmx does not do by itself when an answer replaces the search form: nothing jumps, the focus and what is being typed stay, what was
// open stays open. The pages work without any of it.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  let before = null; // how the page was when the answer came

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "filters") return;
    const active = document.activeElement;
    const facet = active?.closest("#filters fieldset[id]");
    const leads = event.detail.requestConfig.elt.closest("[data-focus]");
    before = {
      open: [...document.querySelectorAll("#filters details[open][id]")].map((d) => d.id),
      goal: leads?.dataset.focus, // where a link leads on this page
      active: active?.id,
      facet: facet?.id,
      top: facet?.getBoundingClientRect().top,
      typed: active?.matches("#filters input.typed") ? { value: active.value, at: active.selectionStart } : null,
    };
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (!before) return;
    for (const id of before.open) if (byId(id)) byId(id).open = true;
    const active = before.active && byId(before.active);
    if (active) active.focus({ preventScroll: true }); // what was closed a moment ago could not take it
    if (before.typed && active) {
      active.value = before.typed.value;
      active.setSelectionRange(before.typed.at, before.typed.at);
    }
    // The facet in use stays where it is on the screen, whatever has come or gone above it.
    const facet = before.facet && byId(before.facet);
    if (facet && !before.goal) window.scrollBy({ top: facet.getBoundingClientRect().top - before.top, behavior: "instant" });
    // The search box stands above the form and is not replaced.
    const text = byId("q");
    if (text && text !== document.activeElement) text.value = new URLSearchParams(window.location.search).get("q") ?? "";
  });

  document.addEventListener("htmx:afterSettle", () => {
    if (!before) return;
    const { goal, facet, typed } = before;
    before = null;
    const active = document.activeElement;
    if (goal && byId(goal)) {
      leadTo(goal);
    } else if (active === document.body) {
      // A control that removed itself takes the focus with it: hand it to its facet, else to the headline, which says what changed.
      const next = (facet && byId(facet.replace("facet-", "fold-"))) || byId("headline");
      next?.focus({ preventScroll: true });
    } else if (typed && active.value !== active.defaultValue) {
      active.dispatchEvent(new Event("input", { bubbles: true })); // letters typed since the request was sent are asked for
    }
  });

  // On a phone the drawer of filters lies before what a link leads to.
  function leadTo(id) {
    const drawer = byId("drawer");
    if (drawer) drawer.open = false;
    byId(id).focus({ preventScroll: true });
    (byId(id).closest("#results") ?? byId("main")).scrollIntoView({ block: "start", behavior: "instant" });
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".drawer-done a")) return;
    event.preventDefault();
    leadTo("results");
  });
})();
