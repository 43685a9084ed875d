// Puts the scripts and pictures that the program embeds into static/dist: htmx as npm delivers it, and our own files.
import { copyFile } from "node:fs/promises";

const dist = new URL("../dist/", import.meta.url);
const files = {
  "htmx.js": new URL("../../node_modules/htmx.org/dist/htmx.min.js", import.meta.url),
  "app.js": new URL("app.js", import.meta.url),
  "icon.svg": new URL("icon.svg", import.meta.url),
};

for (const [name, from] of Object.entries(files)) {
  await copyFile(from, new URL(name, dist));
}
