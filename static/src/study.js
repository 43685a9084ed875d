// What htmx does not do by itself when the table of an experiment's samples is replaced. The page works without any of it.
(() => {
  "use strict";
  let open = []; // ids of the panels that were open before the swap
  let lost = false; // whether what has the focus goes with the old table

  const isTable = (event) => event.detail.target?.id === "samples";

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isTable(event)) return;
    open = [...document.querySelectorAll("#samples details[open][id]")].map((d) => d.id).filter((id) => id !== "samples-download");
    lost = Boolean(document.activeElement?.closest("#samples, #compared, #shared"));
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!isTable(event)) return;
    for (const id of open) {
      const details = document.getElementById(id);
      if (details) details.open = true;
    }
  });

  // A chip that removed itself, or the link to a page that is now this one, takes the focus with it; and who chose a group wants its samples.
  document.addEventListener("htmx:afterSettle", (event) => {
    const focused = document.activeElement;
    if (document.getElementById("samples") && lost && (focused === document.body || focused?.closest("#compared, #shared"))) {
      document.getElementById("samples-heading")?.focus({ preventScroll: true });
    }
    lost = false;
  });

  // A menu closes as menus do.
  const menu = () => document.querySelector(".menu[open]");
  document.addEventListener("click", (event) => {
    if (menu() && !menu().contains(event.target)) menu().open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu()?.contains(document.activeElement)) return;
    const summary = menu().querySelector("summary");
    menu().open = false;
    summary.focus();
  });
})();
