// A change that was not answered: the page stays as it was, says so, and offers to try again.
(() => {
  "use strict";
  const notice = document.getElementById("failed");
  if (!notice) return;
  let address = ""; // what was asked for

  function fail(event, words) {
    address = event.detail.pathInfo.finalRequestPath;
    document.getElementById("failed-words").textContent = `${words} What you see is from before your last change.`;
    notice.hidden = false;
    for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = box.defaultChecked;
    for (const option of document.querySelectorAll("#filters option")) option.selected = option.defaultSelected;
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
  document.getElementById("again").addEventListener("click", () => window.htmx.ajax("GET", address, { source: "#headline" }));
})();
