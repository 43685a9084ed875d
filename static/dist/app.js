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
// A change that was not answered: the page stays as it was, says so, and offers to try again.
(() => {
  "use strict";
  const again = document.createElement("button");
  again.id = "again";
  again.type = "button";
  again.textContent = "Try again";
  const words = document.createElement("p");
  const notice = document.createElement("div");
  notice.id = "failed";
  notice.className = "notice";
  notice.setAttribute("role", "alert");
  notice.hidden = true;
  notice.append(words, again);
  (document.querySelector("main") ?? document.body).prepend(notice);
  let address = ""; // what was asked for

  function fail(event, what) {
    address = event.detail.pathInfo.finalRequestPath;
    words.textContent = `${what} What you see is from before your last change.`;
    notice.hidden = false;
    for (const box of document.querySelectorAll("main input[type=checkbox]")) box.checked = box.defaultChecked;
    for (const option of document.querySelectorAll("main option")) option.selected = option.defaultSelected;
  }

  document.addEventListener("htmx:sendError", (event) => fail(event, "The server did not answer."));
  document.addEventListener("htmx:timeout", (event) => fail(event, "The server took too long."));
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    const plain = (xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/plain"); // words of ours; a proxy's page is none
    if (xhr.status >= 500) fail(event, plain ? xhr.responseText : `The server could not answer (error ${xhr.status}).`);
    else window.location.assign(event.detail.pathInfo.finalRequestPath); // what is asked for is at fault: its page says how
  });
  document.addEventListener("htmx:afterSwap", () => (notice.hidden = true));
  // A heading inside what is replaced asks again: a form would send what it holds by now.
  again.addEventListener("click", () => window.htmx.ajax("GET", address, { source: document.querySelector("#headline, #samples-heading") }));
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
// How far an upload is, which browsers do not show by themselves. Without this the form is sent as it is.
(() => {
  "use strict";
  const form = document.getElementById("upload");
  if (!form) return;
  const byId = (id) => document.getElementById(id);
  const megabytes = (bytes) => `${(bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
  let sending = null;

  function fail(words) {
    sending = null;
    byId("upload-progress").hidden = true;
    byId("upload-problem").hidden = false;
    byId("upload-problem").textContent = words;
    byId("upload-button").textContent = "Upload and import";
  }

  function show({ loaded, total }) {
    const percent = total > 0 ? Math.floor((100 * loaded) / total) : 0;
    byId("upload-bar").value = percent;
    byId("upload-words").textContent = `${megabytes(loaded)} of ${megabytes(total)} uploaded`;
    const said = `${Math.floor(percent / 10) * 10} percent uploaded`; // seldom enough to be listened to
    if (byId("upload-status").textContent !== said) byId("upload-status").textContent = said;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) {
      sending.abort();
      return;
    }
    byId("upload-problem").hidden = true;
    const size = [...byId("files").files].reduce((sum, file) => sum + file.size, 0);
    if (size > Number(form.dataset.limit)) {
      return fail(`These files have ${megabytes(size)}; up to ${megabytes(Number(form.dataset.limit))} can be uploaded at once. Nothing was sent.`);
    }
    sending = new XMLHttpRequest();
    sending.open("POST", form.action);
    sending.upload.addEventListener("progress", show);
    sending.addEventListener("load", (done) => {
      const { status, responseText, responseURL } = done.target;
      if (status < 400) return window.location.assign(responseURL);
      const page = new DOMParser().parseFromString(responseText, "text/html");
      fail(page.querySelector("main [role=alert], main .home > p:not(.soft)")?.textContent.trim() || `The server refused it (error ${status}).`);
    });
    sending.addEventListener("error", () => fail("The connection broke off. Nothing was imported: try again."));
    sending.addEventListener("abort", () => fail("The upload was stopped. Nothing was imported."));
    byId("upload-progress").hidden = false;
    byId("upload-button").textContent = "Stop uploading";
    sending.send(new FormData(form));
  });
  window.addEventListener("beforeunload", (event) => sending && sending.readyState < 4 && event.preventDefault());
})();
