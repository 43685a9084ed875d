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
