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
    const { status } = event.detail.xhr;
    if (status >= 500) fail(event, `The server could not answer (error ${status}).`);
    else window.location.assign(event.detail.pathInfo.finalRequestPath); // what is asked for is at fault: its page says how
  });
  document.addEventListener("htmx:afterSwap", () => (notice.hidden = true));
  // A heading inside what is replaced asks again: a form would send what it holds by now.
  again.addEventListener("click", () => window.htmx.ajax("GET", address, { source: document.querySelector("#headline, #samples-heading") }));
})();
