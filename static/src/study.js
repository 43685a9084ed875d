// What htmx does not do by itself when the table of an experiment's samples is replaced. The page works without any of it.
(() => {
  "use strict";
  let open = []; // ids of the panels that were open before the swap
  let lost = false; // whether what has the focus goes with the old table, or led to it
  let focused = ""; // its id

  const isTable = (event) => event.detail.target?.id === "samples";

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isTable(event)) return;
    open = [...document.querySelectorAll("#samples details[open][id]")].map((d) => d.id).filter((id) => id !== "samples-download");
    lost = Boolean(document.activeElement?.closest("#samples, #compared, #shared"));
    focused = document.activeElement?.id ?? "";
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!isTable(event)) return;
    for (const id of open) {
      const details = document.getElementById(id);
      if (details) details.open = true;
    }
  });

  // What stands in a panel gets the focus back now that the panel is open again. A chip that removed itself, or the link to a page that is
  // now this one, takes the focus with it; and who chose a group wants its samples: that is the heading.
  document.addEventListener("htmx:afterSettle", () => {
    const table = document.getElementById("samples");
    if (!lost || !table || table.contains(document.activeElement)) return;
    lost = false;
    const again = focused ? document.getElementById(focused) : null;
    (table.contains(again) ? again : document.getElementById("samples-heading"))?.focus({ preventScroll: true });
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
