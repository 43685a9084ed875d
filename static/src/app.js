// What htmx does not do by itself when the search form is replaced. The pages work without any of it.
(() => {
  "use strict";
  const form = () => document.getElementById("filters");
  let open = []; // ids of the details that were open before the swap
  let next = "headline"; // id of what takes the focus when the swap removes what had it

  document.addEventListener("htmx:beforeSwap", (event) => {
    open = [...document.querySelectorAll("#filters details[open][id]")].map((d) => d.id);
    next = event.detail.requestConfig.elt.closest(".pages") ? "results" : "headline";
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) {
      const details = document.getElementById(id);
      if (details) details.open = true;
    }
  });

  // A link that removed itself takes the focus with it: hand it to the headline, which says what changed, or after a link to
  // another page to that page.
  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement === document.body) {
      document.getElementById(next)?.focus({ preventScroll: true });
    }
  });

  // An answer that is an error has a page of its own: go there.
  document.addEventListener("htmx:responseError", (event) => {
    window.location.assign(event.detail.pathInfo.finalRequestPath);
  });

  // No answer at all, or that there is none now: keep the page, and say that it is not what was asked for.
  const keep = () => {
    const notice = document.getElementById("no-answer");
    if (notice) notice.hidden = false;
    form()?.querySelectorAll("input[type=checkbox]").forEach((box) => (box.checked = box.defaultChecked));
    return notice;
  };
  document.addEventListener("htmx:sendError", keep);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 503 || !keep()) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
})();
