// Puts the scripts and pictures that the program embeds into static/dist: htmx as npm delivers it, and our own files, the scripts joined.
import { readFile, writeFile } from "node:fs/promises";

const dist = new URL("../dist/", import.meta.url);
const files = {
  "htmx.js": ["../../node_modules/htmx.org/dist/htmx.min.js"],
  "app.js": ["history.js", "swap.js", "failed.js", "suggest.js", "study.js", "live.js", "upload.js"],
  "icon.svg": ["icon.svg"],
  "card.png": ["card.png"], // card.svg, drawn by a browser
};

for (const [name, sources] of Object.entries(files)) {
  const parts = await Promise.all(sources.map((source) => readFile(new URL(source, import.meta.url))));
  await writeFile(new URL(name, dist), Buffer.concat(parts));
}
