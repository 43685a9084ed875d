// The look of Facetome. Two inks run through every page: unique samples are always teal, experiments always indigo, so that
// whoever has read one page can read all numbers. Style sheets and templates take colours, type and corners from here.

import plugin from "tailwindcss/plugin";

const light = {
  paper: "#fbfaf7", // the page
  surface: "#ffffff", // the header, boxes to type in
  ink: "#1d2329", // text
  soft: "#57606a", // lesser text; 6.1:1 on paper
  line: "#e3e1da", // hairlines
  edge: "#8b9099", // borders of controls; 3.1:1 on paper
  samples: "#0b7a6f", // unique samples
  "samples-faint": "#e4f2ee", // bars behind them
  experiments: "#3b4cc0", // experiments
  exclude: "#a4342a", // what is excluded
  "exclude-faint": "#f9e3e0",
  notice: "#9a4517", // notices; the focus ring
  "notice-faint": "#fdf0e3",
  match: "#fdeeb5", // matched words
};

const dark = {
  paper: "#14171b",
  surface: "#1a1e23",
  ink: "#e6e8ea",
  soft: "#a5adb6",
  line: "#2e343b",
  edge: "#6d7680",
  samples: "#6cd0c2",
  "samples-faint": "#17332f",
  experiments: "#a3aef5",
  exclude: "#f0988e",
  "exclude-faint": "#3b201d",
  notice: "#f0a36b",
  "notice-faint": "#33241a",
  match: "#5a4a12",
};

const variables = (palette) =>
  Object.fromEntries(Object.entries(palette).map(([name, colour]) => [`--${name}`, colour]));

export default {
  content: ["./views/*.templ"],
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      ...Object.fromEntries(Object.keys(light).map((name) => [name, `var(--${name})`])),
    },
    fontFamily: {
      sans: ["system-ui", "-apple-system", "Segoe UI", "Roboto", "DejaVu Sans", "Noto Sans", "sans-serif"],
      mono: ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace"],
    },
    // One rem is the text size, 15 px where the reader's own setting is 16.
    fontSize: {
      xs: ["0.8rem", "1.4"],
      sm: ["0.9rem", "1.45"],
      base: ["1rem", "1.5"],
      title: ["1.07rem", "1.4"],
      lg: ["1.2rem", "1.35"],
      headline: ["1.5rem", "1.3"],
    },
    borderRadius: { none: "0", sm: "5px", DEFAULT: "6px", lg: "8px", full: "999px" },
    screens: { md: "768px", lg: "1024px" },
    extend: {
      maxWidth: { text: "46rem", page: "89rem" },
    },
  },
  plugins: [
    plugin(({ addBase }) =>
      addBase({
        ":root": { "color-scheme": "light dark", ...variables(light) },
        "@media (prefers-color-scheme: dark)": { ":root": variables(dark) },
        // Paper is light, whatever the screen was.
        "@media print": { ":root": { ...variables(light), "--paper": "#ffffff" } },
      }),
    ),
  ],
};
