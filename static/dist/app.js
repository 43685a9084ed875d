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

  // No answer at all: keep the page, and say that it is not what was asked for.
  document.addEventListener("htmx:sendError", () => {
    const notice = document.getElementById("no-answer");
    if (notice) notice.hidden = false;
    form()?.querySelectorAll("input[type=checkbox]").forEach((box) => (box.checked = box.defaultChecked));
  });
})();
// Makes the search box a combobox that proposes what the text may mean (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/, "editable
// combobox with list autocomplete"). The server makes the options; without this script the box is a plain one.
(() => {
  "use strict";
  const patience = 200; // milliseconds without a key before the server is asked
  const input = document.querySelector("[data-suggest]");
  const list = document.getElementById("suggestions");
  const status = document.getElementById("suggestions-status");
  if (!input || !list || !status) return;

  input.type = "text"; // a box of type search may not have the role
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, enterkeyhint: "search",
  })) input.setAttribute(name, value);

  let timer = 0;
  let asking = null; // of the request that runs
  let active = null; // the option that Enter chooses

  const activate = (option) => {
    active?.setAttribute("aria-selected", "false");
    active = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const forget = () => {
    clearTimeout(timer);
    asking?.abort();
  };
  const close = () => {
    forget();
    activate(null);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
  };
  const show = (html) => {
    activate(null);
    list.innerHTML = html; // from templates that escape everything
    const n = list.children.length;
    list.hidden = n === 0;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", String(n > 0));
    status.textContent = n === 0 ? "No suggestions" : n === 1 ? "1 suggestion" : `${n} suggestions`;
  };
  const ask = async () => {
    const text = input.value;
    const request = (asking = new AbortController());
    try {
      const address = `${input.dataset.suggest}?${new URLSearchParams(new FormData(input.form))}`;
      const answer = await fetch(address, { signal: request.signal });
      const html = answer.ok ? await answer.text() : "";
      if (request === asking && input.value === text && document.activeElement === input) show(html);
    } catch {
      if (request === asking) close(); // no answer, or an older request: nothing is proposed
    }
  };
  const askSoon = (wait) => {
    forget();
    if (input.value.trim().length < 2) close();
    else timer = setTimeout(ask, wait);
  };
  const choose = (option) => {
    close();
    location.assign(option.dataset.url);
  };
  const move = (by) => {
    if (list.hidden) return askSoon(0);
    const options = [...list.children, null]; // the box itself stands between the last and the first
    activate(options.at((options.indexOf(active) + by) % options.length));
  };

  input.addEventListener("input", () => askSoon(patience));
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    switch (event.key) {
      case "ArrowDown":
        move(1);
        break;
      case "ArrowUp":
        if (event.altKey) close();
        else move(-1);
        break;
      case "Enter":
        if (!active) return close(); // the form is sent
        choose(active);
        break;
      case "Escape":
        if (!list.hidden) close();
        else input.value = "";
        break;
      case "Home": // to the text, as in a plain box
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        activate(null);
        return;
      default:
        return;
    }
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
})();
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
